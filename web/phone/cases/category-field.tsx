import type { Category, Report } from '../../../server/cases/contract.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { Choice } from '../choice.tsx'

type Answers = Report['answers']

/** What kind of matter it is, as large buttons, and its questions once chosen. */
export function CategoryField({ categories, chosen, answers, onChoose, onAnswer }: {
  categories: readonly Category[]; chosen: string | null; answers: Answers; onChoose: (category: Category) => void; onAnswer: (answers: Answers) => void
}) {
  const say = useWords('cases')
  const language = useLanguage()
  const category = categories.find(({ code }) => code === chosen)
  return (
    <>
      <fieldset className="choice categories">
        <legend>{say('report.category')}</legend>
        <div>
          {categories.map((one) => (
            <label key={one.code}><input type="radio" name="category" checked={one.code === chosen} onChange={() => onChoose(one)} /><span>{one[language]}</span></label>
          ))}
        </div>
      </fieldset>
      {category?.questions.map((question) => <Question key={question.code} question={question} answers={answers} onAnswer={onAnswer} />)}
    </>
  )
}

function Question({ question, answers, onAnswer }: { question: Category['questions'][number]; answers: Answers; onAnswer: (answers: Answers) => void }) {
  const say = useWords('cases')
  const language = useLanguage()
  const given = answers[question.code]
  const title = question[language]
  if (question.kind === 'text') {
    const change = (text: string): void => {
      const { [question.code]: _, ...rest } = answers
      onAnswer(text.trim() === '' ? rest : { ...rest, [question.code]: text })
    }
    return <label className="field card"><span>{title}<small>{say('report.optional')}</small></span><input value={typeof given === 'string' ? given : ''} maxLength={200} onChange={(event) => change(event.target.value)} /></label>
  }
  const options = question.kind === 'yesno' ? [{ value: 'yes', label: say('yes') }, { value: 'no', label: say('no') }] : (question.options ?? []).map((option) => ({ value: option.code, label: option[language] }))
  const value = typeof given === 'boolean' ? (given ? 'yes' : 'no') : given ?? ''
  return <Choice title={title} value={value} options={options} onChoose={(to) => onAnswer({ ...answers, [question.code]: question.kind === 'yesno' ? to === 'yes' : to })} />
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useAppearance, type AppearanceChoice } from '../../kit/appearance.tsx'
import { client } from '../../kit/client.ts'
import { useMe, type Me } from '../../kit/me.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { changeLanguage, useLanguage, useWords } from '../../kit/words.ts'
import { Choice } from '../choice.tsx'

/** Language, letters and light on this phone. */
export default function SettingsPage() {
  const say = useWords('phone')
  const sayKit = useWords('kit')
  const language = useLanguage()
  const { choice, choose, bigLetters, setBigLetters } = useAppearance()
  const { me } = useMe()
  const queries = useQueryClient()
  // The account remembers for the next phone; without a connection this phone still does.
  const remember = (change: { language?: 'zh' | 'en'; bigLetters?: boolean }): void => {
    if (me === null) return
    void client.people.setProfile({ regionCode: me.regionCode, skills: me.skills, language, bigLetters, ...change }).then(() => queries.invalidateQueries({ queryKey: ['me'] }), () => undefined)
  }
  const choices: AppearanceChoice[] = ['light', 'dark', 'system']
  return (
    <div className="stack">
      <Choice title={sayKit('language.choose')} value={language} options={[{ value: 'zh', label: sayKit('language.zh') }, { value: 'en', label: sayKit('language.en') }]} onChoose={(to) => { void changeLanguage(to); remember({ language: to }) }} />
      <Choice title={say('settings.letters')} value={bigLetters ? 'big' : 'plain'} options={[{ value: 'plain', label: say('settings.plain') }, { value: 'big', label: say('settings.big') }]} onChoose={(to) => { setBigLetters(to === 'big'); remember({ bigLetters: to === 'big' }) }} />
      <Choice title={sayKit('appearance.choose')} value={choice} options={choices.map((value) => ({ value, label: sayKit(`appearance.${value}`) }))} onChoose={choose} />
      {me !== null && <TextChoice me={me} />}
    </div>
  )
}

/** Of the account and not of this phone: it is chosen when the server has it. */
function TextChoice({ me: { regionCode, skills, language, bigLetters, textNotices } }: { me: Me }) {
  const say = useWords('phone')
  const queries = useQueryClient()
  const change = useMutation({ mutationFn: (wanted: boolean) => client.people.setProfile({ regionCode, skills, language, bigLetters, textNotices: wanted }), onSuccess: (me) => queries.setQueryData(['me'], me) })
  const shown = change.isPending ? change.variables : textNotices
  return (
    <>
      <Choice title={say('settings.texts')} what={say('settings.textsWhat')} value={shown ? 'on' : 'off'} options={[{ value: 'on', label: say('settings.on') }, { value: 'off', label: say('settings.off') }]} onChoose={(to) => change.mutate(to === 'on')} />
      <ProblemLine error={change.error} />
    </>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useAppearance, type AppearanceChoice } from '../../kit/appearance.tsx'
import { client } from '../../kit/client.ts'
import { useMe } from '../../kit/me.ts'
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
    </div>
  )
}

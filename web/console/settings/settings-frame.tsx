import type { ReactNode } from 'react'
import { consolePath } from '../../kit/paths.ts'
import { useWords } from '../../kit/words.ts'
import { PageParts } from '../controls/page-parts.tsx'
import './settings.css'

/** Title, the parts of the settings, and the part itself. */
export function SettingsFrame({ part, children }: { part: 'policy' | 'city' | 'zones'; children: ReactNode }) {
  const say = useWords('settings')
  const parts = [{ name: 'policy', path: consolePath.policy() }, { name: 'city', path: consolePath.city() }, { name: 'zones', path: consolePath.zones() }] as const
  return (
    <div className="wide-page settings-page">
      <h1>{say(`tabs.${part}`)}</h1>
      <PageParts label={say('tabs.settings')} current={part} parts={parts.map(({ name, path }) => ({ name, path, words: say(`tabs.${name}`) }))} />
      {children}
    </div>
  )
}

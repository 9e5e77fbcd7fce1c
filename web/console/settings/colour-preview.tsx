import type { CSSProperties } from 'react'
import { contrastOf, CONTRAST_MIN, isColour, palette } from '../../kit/tokens.ts'
import { useWords } from '../../kit/words.ts'

export const PALE = 'colour-contrast'
const WHITE = '#ffffff'

/** How header and main button look in a colour, by day and by night, and how well white text reads on it. */
export function ColourPreview({ colour, platform, name }: { colour: string; platform: string; name: string }) {
  const say = useWords('settings')
  if (!isColour(colour)) return <p className="quiet">{say('city.colourFormat')}</p>
  const contrast = Math.floor(contrastOf(WHITE, colour) * 10) / 10
  return (
    <section className="city-preview" aria-label={say('city.preview')}>
      <h2>{say('city.preview')}</h2>
      {(['light', 'dark'] as const).map((appearance) => {
        const { primary, onPrimary, surface, page, text, textQuiet, line } = palette(appearance, { primary: colour })
        return (
          <div key={appearance} className="city-sample" style={{ '--primary': primary, '--on-primary': onPrimary, '--surface': surface, '--page': page, '--text': text, '--text-quiet': textQuiet, '--line': line } as CSSProperties}>
            <div className="city-sample-header"><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M4 2h5l3 6 3-6h5v20H4z" fill="var(--primary)" /><path d="M4 13h16M4 17.5h16" stroke="var(--surface)" strokeWidth="2" /></svg><strong>{platform}</strong><span>{name}</span></div>
            <div className="city-sample-page"><span>{say(`city.${appearance}`)}</span><span className="act act-main">{say('city.sampleAct')}</span></div>
          </div>
        )
      })}
      <p className={contrast < CONTRAST_MIN.console ? 'problem-line' : 'quiet'} role="status">{say('city.contrast', { contrast, least: CONTRAST_MIN.console })}</p>
    </section>
  )
}

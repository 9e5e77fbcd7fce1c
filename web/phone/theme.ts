import { TOUCH_TARGET_MIN, type as typeScale, type Palette } from '../kit/tokens.ts'

/** antd-mobile dressed in our tokens, as its CSS variables. */
export function phoneTheme(colours: Palette, bigLetters: boolean): Record<string, string> {
  const sizes = bigLetters ? typeScale.phoneBig : typeScale.phone
  const steps = [sizes.note - 2, sizes.note - 1, sizes.note, sizes.note, sizes.note, sizes.body, sizes.body, sizes.body, sizes.title, sizes.title]
  return {
    '--adm-color-primary': colours.primary, '--adm-color-danger': colours.primary, '--adm-color-success': colours.done, '--adm-color-warning': colours.late, '--adm-color-text': colours.text,
    '--adm-color-text-secondary': colours.textQuiet, '--adm-color-weak': colours.textQuiet, '--adm-color-light': colours.textFaint, '--adm-color-border': colours.line, '--adm-border-color': colours.line,
    '--adm-color-background': colours.surface, '--adm-color-background-body': colours.page, '--adm-color-box': colours.sunken, '--adm-color-fill-content': colours.sunken,
    '--adm-color-text-light-solid': colours.onPrimary, '--adm-color-white': colours.onPrimary, '--adm-font-family': 'var(--font)', '--adm-font-size-main': `${sizes.body}px`,
    '--adm-radius-s': '4px', '--adm-radius-m': 'var(--radius)', '--adm-radius-l': 'var(--radius)', '--touch': `${TOUCH_TARGET_MIN}px`,
    ...Object.fromEntries(steps.map((size, at) => [`--adm-font-size-${at + 1}`, `${size}px`])),
  }
}

/**
 * The look of every page in one place: colours, spacing, type and radius, light and dark.
 * Both component libraries are themed from here (console/theme.ts, phone/theme.ts). Pure.
 */
export type Appearance = 'light' | 'dark'

export interface Palette {
  /** The vest: what needs a person. Never decoration. */
  primary: string
  /** Text on `primary`. */
  onPrimary: string
  text: string
  textQuiet: string
  textFaint: string
  page: string
  surface: string
  sunken: string
  line: string
  lineStrong: string
  /** Only for what is finished. */
  done: string
  /** A clock is running out. */
  late: string
  /** Movement and selection on the map, links to elsewhere. */
  trace: string
}

export const VEST_RED = '#b8301a'

/** Contrast against the page that text must keep: desks 4.5:1 (WCAG AA), phones outdoors 7:1 (AAA). */
export const CONTRAST_MIN = { console: 4.5, phone: 7 } as const
/** Of the edges of buttons and fields outdoors (WCAG 2.2, 1.4.11). */
const EDGE_CONTRAST_MIN = 3

const light: Palette = {
  primary: VEST_RED, onPrimary: '#ffffff', text: '#1c1b19', textQuiet: '#4a4844', textFaint: '#6b6862', page: '#f4f3f0', surface: '#ffffff',
  sunken: '#ebe9e4', line: '#dedbd4', lineStrong: '#b9b5ac', done: '#17633a', late: '#7a4a00', trace: '#1d4f86',
}

const dark: Palette = {
  primary: '#ff8a70', onPrimary: '#1c1b19', text: '#f2f0ec', textQuiet: '#c9c5bd', textFaint: '#a19d95', page: '#161514', surface: '#201f1d',
  sunken: '#2a2926', line: '#393733', lineStrong: '#57544e', done: '#7fd3a0', late: '#f0bd6a', trace: '#8fbfee',
}

/** Distances in CSS pixels; everything sits on a grid of four. */
export const space = (steps: number): number => steps * 4

export const RADIUS = 8
export const TOUCH_TARGET_MIN = 48

/** Type sizes in CSS pixels. The phone reads at 17, with big letters at 21; the console at 14. */
export const type = {
  console: { note: 12, body: 14, title: 16, heading: 20, figure: 28 },
  phone: { note: 15, body: 17, title: 20, heading: 24, figure: 34 },
  phoneBig: { note: 19, body: 21, title: 25, heading: 30, figure: 42 },
} as const

/**
 * Fonts of the device first; the shipped Noto Sans SC is fetched, a few hundred glyphs at a time, only where the device has no Chinese of its own.
 */
export const FONT_FAMILY =
  '"PingFang SC","HarmonyOS Sans SC",MiSans,"Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","Noto Sans SC",system-ui,sans-serif'

/**
 * The palette of an appearance; a city may bring its own primary colour, which is moved towards black (or white in the dark)
 * until it can be read on the page's surfaces at the asked contrast; its hue and strength stay.
 */
export function palette(appearance: Appearance, options: { primary?: string | undefined; contrast?: number } = {}): Palette {
  const base = appearance === 'light' ? light : dark
  const contrast = options.contrast ?? CONTRAST_MIN.console
  const read = (colour: string): string => readable(colour, [base.surface, base.page, base.sunken], contrast, appearance)
  const primary = read(options.primary !== undefined && isColour(options.primary) ? options.primary : base.primary)
  const onPrimary = [light.onPrimary, dark.onPrimary].sort((a, b) => contrastOf(b, primary) - contrastOf(a, primary))[0] as string
  const lineStrong = contrast < CONTRAST_MIN.phone ? base.lineStrong : readable(base.lineStrong, [base.surface, base.page], EDGE_CONTRAST_MIN, appearance)
  return { ...base, primary, onPrimary, lineStrong, text: read(base.text), textQuiet: read(base.textQuiet), textFaint: read(base.textFaint), done: read(base.done), late: read(base.late), trace: read(base.trace) }
}

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)

/** WCAG 2 contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function readable(colour: string, backgrounds: readonly string[], contrast: number, appearance: Appearance): string {
  const end = appearance === 'light' ? 0 : 1
  const { hue, strength, light: from } = toHsl(channels(colour))
  for (let share = 0; share <= 1; share += 0.02) {
    // Lightness alone would pale it: what has a colour gets as much of it as there is.
    const candidate = toHex(fromHsl(hue, strength + (end === 1 && strength > 0.5 ? (1 - strength) * share : 0), from + (end - from) * share))
    if (backgrounds.every((background) => contrastOf(candidate, background) >= contrast)) return candidate
  }
  return toHex([end * 255, end * 255, end * 255])
}

/** Hue in degrees, strength and lightness 0 to 1 (CSS Color 4, HSL). */
function toHsl(rgb: readonly number[]): { hue: number; strength: number; light: number } {
  const [r, g, b] = rgb.map((channel) => channel / 255) as [number, number, number]
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)]
  const [light, span] = [(most + least) / 2, most - least]
  if (span === 0) return { hue: 0, strength: 0, light }
  const hue = 60 * (most === r ? ((g - b) / span + 6) % 6 : most === g ? (b - r) / span + 2 : (r - g) / span + 4)
  return { hue, strength: span / (1 - Math.abs(2 * light - 1)), light }
}

function fromHsl(hue: number, strength: number, light: number): number[] {
  const reach = strength * Math.min(light, 1 - light)
  return [0, 8, 4].map((turn) => {
    const at = (turn + hue / 30) % 12
    return 255 * (light - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1)))
  })
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
const toHex = (rgb: readonly number[]): string => `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((channel) => {
    const c = channel / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

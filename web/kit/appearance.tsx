import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { CONTRAST_MIN, FONT_FAMILY, palette, RADIUS, type, type Appearance, type Palette } from './tokens.ts'

export type AppearanceChoice = Appearance | 'system'

interface AppearanceState {
  place: 'console' | 'phone'
  appearance: Appearance
  choice: AppearanceChoice
  choose: (choice: AppearanceChoice) => void
  bigLetters: boolean
  setBigLetters: (on: boolean) => void
  colours: Palette
  /** Sets the city's own primary colour once its settings are known. */
  setCityColour: (colour: string | undefined) => void
}

const AppearanceContext = createContext<AppearanceState | null>(null)

export function useAppearance(): AppearanceState {
  const state = useContext(AppearanceContext)
  if (state === null) throw new Error('useAppearance needs an AppearanceProvider above it')
  return state
}

/** Holds light or dark, big letters and the city's colour, remembers them on this device and writes them as CSS variables on the root. */
export function AppearanceProvider({ place, children }: { place: 'console' | 'phone'; children: ReactNode }) {
  const [choice, choose] = useRemembered<AppearanceChoice>('redvest.appearance', 'system', ['light', 'dark', 'system'])
  const [letters, setLetters] = useRemembered<'plain' | 'big'>('redvest.letters', 'plain', ['plain', 'big'])
  const [cityColour, setCityColour] = useState<string>()
  const systemDark = useSystemDark()
  const appearance: Appearance = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice
  const bigLetters = place === 'phone' && letters === 'big'
  const colours = useMemo(() => palette(appearance, { primary: cityColour, contrast: CONTRAST_MIN[place] }), [appearance, cityColour, place])
  useEffect(() => writeVariables(cssVariables(colours, place, bigLetters), appearance), [colours, place, bigLetters, appearance])
  const state = useMemo<AppearanceState>(
    () => ({ place, appearance, choice, choose, bigLetters, setBigLetters: (on) => setLetters(on ? 'big' : 'plain'), colours, setCityColour }),
    [place, appearance, choice, choose, bigLetters, setLetters, colours],
  )
  return <AppearanceContext value={state}>{children}</AppearanceContext>
}

/** The CSS variables that the style sheets of both apps build on. */
export function cssVariables(colours: Palette, place: 'console' | 'phone', bigLetters: boolean): Record<string, string> {
  const sizes = place === 'console' ? type.console : bigLetters ? type.phoneBig : type.phone
  const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return {
    ...Object.fromEntries(Object.entries(colours).map(([name, colour]) => [`--${kebab(name)}`, colour])),
    ...Object.fromEntries(Object.entries(sizes).map(([name, size]) => [`--type-${name}`, `${size}px`])),
    '--radius': `${RADIUS}px`,
    '--font': FONT_FAMILY,
  }
}

function writeVariables(variables: Record<string, string>, appearance: Appearance): void {
  const root = document.documentElement
  for (const [name, value] of Object.entries(variables)) root.style.setProperty(name, value)
  root.style.colorScheme = appearance
  root.dataset['appearance'] = appearance
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', variables['--surface'] as string)
}

function useSystemDark(): boolean {
  const query = useMemo(() => window.matchMedia('(prefers-color-scheme: dark)'), [])
  const [dark, setDark] = useState(query.matches)
  useEffect(() => {
    const listen = (): void => setDark(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [query])
  return dark
}

function useRemembered<T extends string>(key: string, initial: T, allowed: readonly T[]): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const stored = localStorage.getItem(key)
    return allowed.find((one) => one === stored) ?? initial
  })
  const remember = useMemo(() => (next: T): void => {
    localStorage.setItem(key, next)
    setValue(next)
  }, [key])
  return [value, remember]
}

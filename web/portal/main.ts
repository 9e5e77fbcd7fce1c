import { offerChineseFont } from '../kit/fonts.ts'
import { keep, kept } from '../kit/kept.ts'
import { coloursOf, leadTo, wordsOf, type PortalCity } from './portal.ts'

const STORED = 'redvest.language'
/** As console and phone keep it: the second visit begins with the city's own name. */
const CITY_KEPT = 'city'

const way = leadTo({ agent: navigator.userAgent, narrow: window.matchMedia('(pointer: coarse) and (max-width: 820px)').matches, search: location.search })
if (way === null) {
  offerChineseFont()
  const stored = localStorage.getItem(STORED)
  let city = kept<PortalCity>(CITY_KEPT)
  let language: 'zh' | 'en' = stored === 'en' || (stored === null && navigator.language.startsWith('en')) ? 'en' : 'zh'
  show(language, city)
  void askCity().then((told) => {
    city = told
    show(language, city)
  }, () => undefined)
  for (const link of document.querySelectorAll<HTMLElement>('[data-language]')) link.addEventListener('click', (event) => {
    event.preventDefault()
    language = link.dataset['language'] === 'en' ? 'en' : 'zh'
    localStorage.setItem(STORED, language)
    show(language, city)
  })
} else {
  location.replace(way)
}

async function askCity(): Promise<PortalCity> {
  const response = await fetch('/api/city')
  if (!response.ok) throw new Error(`city: ${response.status}`)
  const told = await response.json() as PortalCity
  keep(CITY_KEPT, told)
  return told
}

function show(language: 'zh' | 'en', city: PortalCity | undefined): void {
  const words = wordsOf(language, city)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = words.page
  for (const element of document.querySelectorAll<HTMLElement>('[data-words]')) element.textContent = words[element.dataset['words'] as keyof typeof words]
  for (const [name, colour] of Object.entries(city === undefined ? {} : coloursOf(city))) document.documentElement.style.setProperty(name, colour)
}

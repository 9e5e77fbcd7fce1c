import { offerChineseFont } from '../kit/fonts.ts'
import { leadTo, portalWords } from './portal.ts'

const STORED = 'redvest.language'

const way = leadTo({ agent: navigator.userAgent, narrow: window.matchMedia('(pointer: coarse) and (max-width: 820px)').matches, search: location.search })
if (way === null) {
  offerChineseFont()
  const stored = localStorage.getItem(STORED)
  show(stored === 'en' || (stored === null && navigator.language.startsWith('en')) ? 'en' : 'zh')
  for (const link of document.querySelectorAll<HTMLElement>('[data-language]')) link.addEventListener('click', (event) => {
    event.preventDefault()
    const language = link.dataset['language'] === 'en' ? 'en' : 'zh'
    localStorage.setItem(STORED, language)
    show(language)
  })
} else {
  location.replace(way)
}

function show(language: 'zh' | 'en'): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = portalWords[language].page
  for (const element of document.querySelectorAll<HTMLElement>('[data-words]')) element.textContent = portalWords[language][element.dataset['words'] as keyof typeof portalWords.zh]
}

import { CONTRAST_MIN, palette } from '../kit/tokens.ts'

/** Phones go straight to their app; desks stay and choose, because residents and merchants sit at desks too. `?stay` keeps phones here. Pure. */
export function leadTo({ agent, narrow, search }: { agent: string; narrow: boolean; search: string }): '/m/' | null {
  if (new URLSearchParams(search).has('stay')) return null
  return narrow || /Mobi|Android|iPhone|HarmonyOS.*Phone|MicroMessenger.*Mobile/i.test(agent) ? '/m/' : null
}

export const portalWords = {
  zh: {
    page: '{brand} · {city}平安志愿者平台', title: '有困难找志愿者，有时间做志愿者', what: '平安志愿者在这里领任务、巡逻、上报身边的问题，并留下服务时长；辖区管理员在这里发布任务、处理事项。',
    phone: '志愿者与居民', phoneWhat: '手机上使用：巡逻、任务、随手拍', console: '管理员工作台', consoleWhat: '电脑上使用：态势、任务、事项、统计', danger: '有人正处于危险中？请直接拨打', brand: '红马甲', city: '', api: '开放接口说明',
  },
  en: {
    page: '{brand} · the safety volunteers of {city}', title: 'In need, find a volunteer. With time, be one.', what: 'Volunteers take duties here, walk patrols, report what is wrong nearby and keep their hours of service; officers publish duties and handle cases.',
    phone: 'Volunteers and residents', phoneWhat: 'On a phone: patrols, duties, reports', console: 'Officers’ console', consoleWhat: 'At a desk: the situation, duties, cases, statistics', danger: 'Is someone in danger now? Call', brand: 'Redvest', city: '', api: 'The open API',
  },
} as const

/** What the installation says of itself. */
export interface PortalCity {
  platformName: Record<'zh' | 'en', string>
  name: Record<'zh' | 'en', string>
  colour: string
  /** Null while no city was founded: its name is none yet. */
  regionCode: string | null
}

/** The words of the page with the city's own names; the software's while the city is not known. Pure. */
export function wordsOf(language: 'zh' | 'en', city: PortalCity | undefined): Record<keyof typeof portalWords.zh, string> {
  const words = portalWords[language]
  const brand = city?.platformName[language] ?? words.brand
  const name = city === undefined || city.regionCode === null ? '' : city.name[language]
  const page = words.page.replace('{brand}', brand).replace('{city}', name !== '' || language === 'zh' ? name : 'the city')
  return { ...words, brand, city: name, page }
}

/** The city's colour as it can be read by day and in the dark: values of CSS variables. Pure. */
export const coloursOf = ({ colour }: Pick<PortalCity, 'colour'>): Record<string, string> => ({
  '--city': colour, '--primary-light': palette('light', { primary: colour, contrast: CONTRAST_MIN.phone }).primary, '--primary-dark': palette('dark', { primary: colour, contrast: CONTRAST_MIN.phone }).primary,
})

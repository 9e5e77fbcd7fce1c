/** Times as people say them, always in the city's zone whatever the device is set to. */
export type Language = 'zh' | 'en'

let cityZone = 'Asia/Shanghai'

/** Sets the zone that all pages show times in; an unknown zone is refused by the platform with a RangeError. */
export function setCityZone(zone: string): void {
  new Intl.DateTimeFormat('en', { timeZone: zone })
  cityZone = zone
}

/** "2026-11-24T19:00" as the clocks of the city show it; what a datetime field holds. */
export const localText = (at: Date | string): string => dateTime(at).replace(' ', 'T')

/** The instant at which the city's clocks show `YYYY-MM-DDTHH:mm`, or null for another text. In an hour that a clock change skips, the instant after it. */
export function fromLocalText(text: string): Date | null {
  const asUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}Z`) : NaN
  if (Number.isNaN(asUtc)) return null
  let at = asUtc
  for (let round = 0; round < 2; round++) at = asUtc - (Date.parse(`${localText(new Date(at))}Z`) - at)
  return new Date(at)
}

const DAY_MS = 86_400_000

const steps = [
  { unit: 'second', zh: '秒', seconds: 1, until: 60 },
  { unit: 'minute', zh: '分钟', seconds: 60, until: 3600 },
  { unit: 'hour', zh: '小时', seconds: 3600, until: 86_400 },
  { unit: 'day', zh: '天', seconds: 86_400, until: 30 * 86_400 },
  { unit: 'month', zh: '个月', seconds: 30 * 86_400, until: 365 * 86_400 },
  { unit: 'year', zh: '年', seconds: 365 * 86_400, until: Infinity },
] as const

/** "4 秒前", "in 2 hours": the distance from `now` to `at`, rounded towards now. */
export function relativeTime(at: Date | string, now: Date, language: Language): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000
  const step = steps.find(({ until }) => Math.abs(seconds) < until) ?? steps[5]
  const count = Math.trunc(seconds / step.seconds)
  if (step.unit === 'second' && count === 0) return language === 'zh' ? '刚刚' : 'just now'
  if (language === 'zh') return `${Math.abs(count)} ${step.zh}${count < 0 ? '前' : '后'}`
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(count, step.unit)
}

/** `42 s` → `00:42`, `3 h 5 min 9 s` → `3:05:09`; negative durations count as none. */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, '0')) as [string, string, string]
  return h === '00' ? `${m}:${s}` : `${Number(h)}:${m}:${s}`
}

/** "2 天 4 时", "35 分": what is left of a deadline or was served, in whole minutes. */
export function duration(minutes: number, language: Language): string {
  const whole = Math.max(0, Math.round(minutes))
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor(whole / 60) % 24, whole % 60]
  const words = language === 'zh' ? [' 天', ' 时', ' 分'] : [' d', ' h', ' min']
  const parts = ([[days, words[0]], [hours, words[1]], [rest, words[2]]] as [number, string][]).filter(([count]) => count > 0).slice(0, 2)
  return parts.length === 0 ? `0${words[2]}` : parts.map(([count, word]) => `${count}${word}`).join(' ')
}

const formatted = (at: Date | string, language: Language, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: cityZone, hourCycle: 'h23', ...options }).format(new Date(at))

/** "19:00". */
export const clockTime = (at: Date | string, language: Language): string => formatted(at, language, { hour: '2-digit', minute: '2-digit' })

/** "11月24日 周二", "Tue 24 Nov". */
export const dayWords = (at: Date | string, language: Language): string => formatted(at, language, { month: language === 'zh' ? 'long' : 'short', day: 'numeric', weekday: 'short' }).replace(',', '').replace(/日周/, '日 周')

/** "2026-11-24 19:00", the same in both languages: for tables and records. */
export function dateTime(at: Date | string): string {
  const part = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat('sv-SE', { timeZone: cityZone, ...options }).format(new Date(at))
  return `${part({ dateStyle: 'short' })} ${part({ timeStyle: 'short' })}`
}

/** "19:00–21:00", "22:45–次日 00:45", with the day in front when `withDay`, and the end's day when it is further away. */
export function windowWords(startsAt: Date | string, endsAt: Date | string, language: Language, withDay = true): string {
  const [firstDay, lastDay] = [dayWords(startsAt, language), dayWords(endsAt, language)]
  const clock = clockTime(endsAt, language)
  const over = dayWords(new Date(new Date(startsAt).getTime() + DAY_MS), language) === lastDay
  const end = firstDay === lastDay ? clock : over ? (language === 'zh' ? `次日 ${clock}` : `${clock} next day`) : `${lastDay} ${clock}`
  return `${withDay ? `${firstDay} ` : ''}${clockTime(startsAt, language)}–${end}`
}

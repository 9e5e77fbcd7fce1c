import { Link, useLocation } from '@tanstack/react-router'
import { useMe } from '../../kit/me.ts'
import { asProblemError, problemText } from '../../kit/problem.ts'
import { phonePath } from '../../kit/paths.ts'
import { StateMark } from '../../kit/state-mark.tsx'
import { clockTime, dateTime } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { phonePages } from '../routes.ts'
import { remedyPath } from './offer-words.ts'

const detailed = ['outside-fence', 'position-too-coarse', 'too-early', 'time-not-plausible', 'real-name-required', 'consent-needed', 'kept-for-units', 'patrol-cancelled'] as const
const remedied = ['real-name-required', 'consent-needed', 'terms-needed', 'overlapping-duty', 'already-claimed', 'sign-in-required', 'patrol-full', 'patrol-over', 'patrol-cancelled', 'patrol-not-open', 'already-on-duty', 'no-claim', 'age-not-suitable', 'skill-missing', 'kept-for-units'] as const

/** Why something was refused, with the figures behind it, and the way to put it right. */
export function Refusal({ error }: { error: unknown }) {
  const say = useWords('patrol')
  const sayPeople = useWords('people')
  const language = useLanguage()
  const { pathname } = useLocation()
  const { me } = useMe()
  if (error === null || error === undefined) return null
  const { code, params } = asProblemError(error)
  const path = remedyPath(code, pathname)
  const leads = path !== null && phonePages.some((page) => page.path === path.split('?')[0])
  const figures = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value) : name === 'from' ? clockTime(String(value), language) : name === 'until' ? dateTime(String(value)) : String(value)]))
  const detail = detailed.find((one) => one === code)
  const remedy = remedied.find((one) => one === code)
  // Who has handed in their papers is not asked for them again.
  if (code === 'real-name-required' && me?.realName === 'pending') {
    return <div className="refusal"><p><StateMark kind="running">{sayPeople('status.pending')}</StateMark></p><p>{say('review.what')}</p><Link to={phonePath.realName() as never} className="act">{say('review.open')}</Link></div>
  }
  return (
    <div className="refusal" role="alert">
      <p className="problem-line">{problemText(error, language)}</p>
      {detail !== undefined && (Object.keys(params).length > 0 || !['outside-fence', 'position-too-coarse', 'too-early', 'kept-for-units', 'patrol-cancelled'].includes(detail)) && <p>{say(`detail.${detail}`, figures)}</p>}
      {leads && remedy !== undefined && <Link to={path as never} className="act act-main">{say(`remedy.${remedy}`)}</Link>}
    </div>
  )
}

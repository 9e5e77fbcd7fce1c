import { Checkbox, Select } from 'antd'
import type { PolicySheet } from '../../../server/duties/contract.ts'
import type { PolicyKey } from '../../../server/duties/steps.ts'
import { useRegionName } from '../../kit/region.ts'
import { dateTime } from '../../kit/time.ts'
import { useWords, type Say } from '../../kit/words.ts'
import { NumberField } from '../controls/number-field.tsx'
import { boundsOf, ruleOf } from './policy-own.ts'

export type Sheet = PolicySheet
export type Rule = Sheet['rules'][number]
type Unit = 'minutes' | 'metres' | 'points' | 'pace' | 'share' | 'switch'

/** How each rule is shown; its bounds are the server's. */
export const shownRules: Record<PolicyKey, { group: 'checkIn' | 'self' | 'confirm'; unit: Unit }> = {
  earlyMinutes: { group: 'checkIn', unit: 'minutes' }, fence_m: { group: 'checkIn', unit: 'metres' }, accuracyMax_m: { group: 'checkIn', unit: 'metres' },
  graceMinutes: { group: 'checkIn', unit: 'minutes' }, lateFlagMinutes: { group: 'checkIn', unit: 'minutes' },
  selfRealNameRequired: { group: 'self', unit: 'switch' }, selfPointsPerHour: { group: 'self', unit: 'points' }, selfMinutesMax: { group: 'self', unit: 'minutes' },
  confirmMinutesMin: { group: 'confirm', unit: 'minutes' }, confirmPace_m_per_min: { group: 'confirm', unit: 'pace' },
  confirmInsideShareMin: { group: 'confirm', unit: 'share' }, confirmWatchedShareMin: { group: 'confirm', unit: 'share' },
}

export function valueText(name: PolicyKey, value: number | boolean, policy: Say): string {
  if (typeof value === 'boolean') return policy(`unit.${value ? 'yes' : 'no'}`)
  const { unit } = shownRules[name]
  return unit === 'share' ? policy('unit.share', { value: Math.round(value * 100) }) : policy(`unit.${unit}`, { value })
}

/** A value with its unit. */
export function ValueWords({ name, value }: { name: PolicyKey; value: number | boolean }) {
  const say = useWords('policy')
  return valueText(name, value, say)
}

/** One rule: its name and formula, what holds and whence, and, for whoever may set it, the region's own value. */
export function RuleLine({ rule: { key, value, inherited, from }, regionCode, own, onOwn }: { rule: Rule; regionCode: string; own: number | boolean | undefined; onOwn: ((own: number | boolean | undefined) => void) | null }) {
  const say = useWords('policy')
  const named = useRegionName()
  const source = from === null ? say('source.default') : from.regionCode === regionCode ? say('source.own', { time: dateTime(from.since) }) : say('source.above', { region: named(from.regionName), time: dateTime(from.since) })
  return (
    <li>
      <div>
        <strong>{say(`rule.${key}`)}</strong>
        <span className="quiet">{say(`formula.${key}`, { value: valueText(key, value, say) })}</span>
      </div>
      <div><strong className="policy-value"><ValueWords name={key} value={value} /></strong><span className="quiet">{source}</span></div>
      {onOwn !== null && (
        <div className="policy-own">
          <Checkbox checked={own !== undefined} onChange={(event) => onOwn(event.target.checked ? inherited : undefined)}>{say('page.own')}</Checkbox>
          {own === undefined ? <span className="quiet">{say('page.none')} <ValueWords name={key} value={inherited} /></span> : <OwnValue name={key} own={own} onOwn={onOwn} />}
        </div>
      )}
    </li>
  )
}

const PERCENT = { min: 0, max: 100 }
/** A share as percent, without the dust of binary fractions. */
const percentOf = (share: number): number => Number((share * 100).toFixed(6))

function OwnValue({ name, own, onOwn }: { name: PolicyKey; own: number | boolean; onOwn: (own: number | boolean) => void }) {
  const say = useWords('policy')
  const label = say(`rule.${name}`)
  if (typeof own === 'boolean') return <Select aria-label={label} value={own} options={[{ value: true, label: say('unit.yes') }, { value: false, label: say('unit.no') }]} onChange={onOwn} />
  const { min, max, step } = ruleOf(name)
  const share = shownRules[name].unit === 'share'
  // Shares are typed as percent; what is empty stays as a number that cannot be saved.
  const set = (typed: number | null): void => onOwn(typed === null ? NaN : share ? typed / 100 : typed)
  return (
    <span className="policy-input">
      <NumberField label={label} bounds={share ? PERCENT : boundsOf(name)} step={share ? step * 100 : step} {...(share ? { suffix: '%' } : {})} value={share ? percentOf(own) : own} onChange={set} />
      <span className="quiet">{say('edit.bounds', { min: valueText(name, min, say), max: valueText(name, max, say) })}</span>
    </span>
  )
}

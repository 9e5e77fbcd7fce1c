import { Checkbox, Input, Segmented, Select } from 'antd'
import type { ReactNode } from 'react'
import { patrolKinds, type PatrolKind } from '../../../server/duties/steps.ts'
import { length_m, metresWords, type DrawingKind } from '../../kit/map/drawing.ts'
import { fieldProblem, problemText } from '../../kit/problem.ts'
import { fromLocalText, localText } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { MomentField } from '../controls/date-fields.tsx'
import { NumberField } from '../controls/number-field.tsx'
import { numberProblem } from '../controls/number-rules.ts'
import { OwnRegionSelect } from '../own-regions.tsx'
import { boundsIn, startMoved, type Field, type NumberName, type PatrolDraft } from './draft.ts'
import { fieldOfRefusal } from './field-of-refusal.ts'

const HOURS_BEFORE = 3
/** A release time to begin with: as the field holds it, three hours before the start. */
function hoursBefore(startsAt: string): string {
  const start = fromLocalText(startsAt)
  return start === null ? '' : localText(new Date(start.getTime() - HOURS_BEFORE * 3_600_000))
}

const SKILLS = ['first-aid', 'medicine', 'law', 'mediation', 'counselling', 'driving', 'riding', 'swimming', 'fire', 'electrics', 'plumbing', 'teaching', 'elder-care', 'sign-language', 'minnan', 'drone', 'computer']

interface Props { draft: PatrolDraft; wrong: readonly Field[]; error: unknown; onSet: (change: Partial<PatrolDraft>) => void }

/** All that a patrol says about itself. What is wrong stands beside its field, whether found here or by the server. */
export function EditorFields({ draft, wrong, error, onSet }: Props) {
  const say = useWords('duties')
  const skill = useWords('people')
  const language = useLanguage()
  const count = draft.drawing.points.length
  const problem = (field: string): string | undefined => {
    if (fieldOfRefusal(error) === field) return problemText(error, language)
    return wrong.includes(field as Field) || fieldProblem(error, field) !== undefined ? say(`wrong.${field.replace('.', '-')}`) : undefined
  }
  const field = (name: string, label: string, control: ReactNode, need = true) => <FormField id={`duty-${name}`} label={label} need={need} wrong={problem(name)}>{control}</FormField>
  const ids = (name: string) => ({ id: `duty-${name}`, 'aria-invalid': problem(name) !== undefined, status: problem(name) === undefined ? '' as const : 'error' as const })
  /** What the field itself says about its number is not said twice. */
  const number = (name: NumberName, path: string, label: string, more: { need?: boolean; placeholder?: string; hint?: string; onSet?: (value: number | null) => Partial<PatrolDraft> } = {}) => {
    const bounds = boundsIn(draft, name)
    const own = numberProblem(draft[name], bounds) !== null
    const control = <NumberField id={`duty-${path}`} bounds={bounds} {...(more.placeholder === undefined ? {} : { placeholder: more.placeholder })} wrong={problem(path) !== undefined} value={draft[name]} onChange={(value) => onSet(more.onSet?.(value) ?? { [name]: value })} />
    return <FormField id={`duty-${path}`} label={label} need={more.need ?? true} wrong={own ? undefined : problem(path)}>{control}{more.hint !== undefined && <span className="quiet">{more.hint}</span>}</FormField>
  }
  return (
    <div className="duty-form">
      {field('name', say('edit.name'), <Input {...ids('name')} value={draft.name} maxLength={60} placeholder={say('edit.nameHint')} onChange={(event) => onSet({ name: event.target.value })} />)}
      <div className="pair">
        {field('kind', say('edit.kind'), <Select id="duty-kind" value={draft.kind} options={Object.entries(patrolKinds).map(([value, words]) => ({ value: value as PatrolKind, label: words[language] }))} onChange={(kind) => onSet({ kind })} />)}
        {field('regionCode', say('edit.region'), <OwnRegionSelect id="duty-regionCode" allowClear={false} value={draft.regionCode} placeholder={say('edit.region')} onChange={(regionCode) => onSet({ regionCode })} />)}
      </div>
      {field('shape', say('edit.shape'), (
        <div>
          <Segmented<DrawingKind> id="duty-shape" value={draft.drawing.kind} options={[{ value: 'route', label: say('edit.route') }, { value: 'area', label: say('edit.area') }]} onChange={(kind) => onSet({ drawing: { ...draft.drawing, kind } })} />
          <p className="quiet">{say('edit.shapeHint')}{count > 1 && ` ${say('edit.length', { length: metresWords(length_m(draft.drawing)) })}`}</p>
        </div>))}
      <div className="pair">
        {field('startsAt', say('edit.startsAt'), <MomentField {...ids('startsAt')} value={draft.startsAt} onChange={(startsAt) => onSet(startMoved(draft, startsAt))} />)}
        {field('endsAt', say('edit.endsAt'), <MomentField {...ids('endsAt')} value={draft.endsAt} onChange={(endsAt) => onSet({ endsAt })} />)}
        {number('seats', 'seats', say('edit.seats'))}
        {number('pointsPerHour', 'pointsPerHour', say('edit.points'))}
        {number('ageMin', 'conditions.ageMin', say('edit.ageMin'), { need: false, placeholder: say('edit.noLimit') })}
        {number('ageMax', 'conditions.ageMax', say('edit.ageMax'), { need: false, placeholder: say('edit.noLimit') })}
      </div>
      <fieldset className="duty-units">
        <legend>{say('edit.units')}</legend>
        <p className="quiet">{say('edit.unitsHint')}</p>
        <div className="pair">
          {number('seatsForUnits', 'seatsForUnits', say('edit.seatsForUnits'), { need: false, onSet: (seatsForUnits) => ({ seatsForUnits, ...(draft.unitsUntil === '' && (seatsForUnits ?? 0) > 0 ? { unitsUntil: hoursBefore(draft.startsAt) } : {}) }) })}
          {(draft.seatsForUnits ?? 0) > 0 && field('unitsUntil', say('edit.unitsUntil'), <MomentField {...ids('unitsUntil')} value={draft.unitsUntil} onChange={(unitsUntil) => onSet({ unitsUntil })} />)}
        </div>
        {(draft.seatsForUnits ?? 0) > 0 && draft.seats !== null && numberProblem(draft.seats, boundsIn(draft, 'seats')) === null && numberProblem(draft.seatsForUnits, boundsIn(draft, 'seatsForUnits')) === null && <p className="quiet">{say('edit.unitsFormula', { seats: draft.seats, kept: draft.seatsForUnits ?? 0, free: Math.max(0, draft.seats - (draft.seatsForUnits ?? 0)) })}</p>}
      </fieldset>
      <Checkbox checked={draft.realNameRequired} onChange={(event) => onSet({ realNameRequired: event.target.checked })}>{say('edit.realName')}</Checkbox>
      {field('skills', say('edit.skills'), <Select id="duty-skills" mode="multiple" maxCount={10} value={draft.skills} placeholder={say('edit.noSkills')} options={SKILLS.map((value) => ({ value, label: skill(`skill.${value}`) }))} onChange={(skills) => onSet({ skills })} />, false)}
      {field('riskText', say('edit.risk'), <Input.TextArea {...ids('riskText')} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} placeholder={say('edit.riskHint')} value={draft.riskText} onChange={(event) => onSet({ riskText: event.target.value })} />)}
      {field('insuranceNote', say('edit.insurance'), <Input.TextArea {...ids('insuranceNote')} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} placeholder={say('edit.insuranceHint')} value={draft.insuranceNote} onChange={(event) => onSet({ insuranceNote: event.target.value })} />)}
      {number('releaseDeadlineMinutes', 'releaseDeadlineMinutes', say('edit.release'), { hint: say('edit.minutesHint') })}
      <p className="quiet">{say('edit.required')}</p>
    </div>
  )
}

function FormField({ id, label, need, wrong, children }: { id: string; label: string; need: boolean; wrong: string | undefined; children: ReactNode }) {
  return (
    <div className="form-field">
      <label htmlFor={id} className={need ? 'field-need' : undefined}>{label}</label>
      {children}
      {wrong !== undefined && <p className="field-wrong" role="alert">{wrong}</p>}
    </div>
  )
}

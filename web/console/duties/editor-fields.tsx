import { Checkbox, Input, InputNumber, Segmented, Select } from 'antd'
import type { ReactNode } from 'react'
import { patrolKinds, type PatrolKind } from '../../../server/duties/steps.ts'
import { length_m, metresWords, type DrawingKind } from '../../kit/map/drawing.ts'
import { fieldProblem, problemText } from '../../kit/problem.ts'
import { fromLocalText, localText } from '../../kit/time.ts'
import { useLanguage, useWords } from '../../kit/words.ts'
import { MomentField } from '../controls/date-fields.tsx'
import { OwnRegionSelect } from '../own-regions.tsx'
import type { Field, PatrolDraft } from './draft.ts'
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
        {field('startsAt', say('edit.startsAt'), <MomentField {...ids('startsAt')} value={draft.startsAt} onChange={(startsAt) => onSet({ startsAt })} />)}
        {field('endsAt', say('edit.endsAt'), <MomentField {...ids('endsAt')} value={draft.endsAt} onChange={(endsAt) => onSet({ endsAt })} />)}
        {field('seats', say('edit.seats'), <InputNumber {...ids('seats')} min={1} max={10_000} precision={0} value={draft.seats} onChange={(seats) => onSet({ seats })} />)}
        {field('pointsPerHour', say('edit.points'), <InputNumber {...ids('pointsPerHour')} min={0} max={100} precision={0} value={draft.pointsPerHour} onChange={(pointsPerHour) => onSet({ pointsPerHour })} />)}
        {field('conditions.ageMin', say('edit.ageMin'), <InputNumber {...ids('conditions.ageMin')} min={14} max={100} precision={0} placeholder={say('edit.noLimit')} value={draft.ageMin} onChange={(ageMin) => onSet({ ageMin })} />, false)}
        {field('conditions.ageMax', say('edit.ageMax'), <InputNumber {...ids('conditions.ageMax')} min={14} max={120} precision={0} placeholder={say('edit.noLimit')} value={draft.ageMax} onChange={(ageMax) => onSet({ ageMax })} />, false)}
      </div>
      <fieldset className="duty-units">
        <legend>{say('edit.units')}</legend>
        <p className="quiet">{say('edit.unitsHint')}</p>
        <div className="pair">
          {field('seatsForUnits', say('edit.seatsForUnits'), <InputNumber {...ids('seatsForUnits')} min={0} max={draft.seats ?? 10_000} precision={0} value={draft.seatsForUnits} onChange={(seatsForUnits) => onSet({ seatsForUnits, ...(draft.unitsUntil === '' && (seatsForUnits ?? 0) > 0 ? { unitsUntil: hoursBefore(draft.startsAt) } : {}) })} />, false)}
          {(draft.seatsForUnits ?? 0) > 0 && field('unitsUntil', say('edit.unitsUntil'), <MomentField {...ids('unitsUntil')} value={draft.unitsUntil} onChange={(unitsUntil) => onSet({ unitsUntil })} />)}
        </div>
        {(draft.seatsForUnits ?? 0) > 0 && draft.seats !== null && <p className="quiet">{say('edit.unitsFormula', { seats: draft.seats, kept: draft.seatsForUnits ?? 0, free: Math.max(0, draft.seats - (draft.seatsForUnits ?? 0)) })}</p>}
      </fieldset>
      <Checkbox checked={draft.realNameRequired} onChange={(event) => onSet({ realNameRequired: event.target.checked })}>{say('edit.realName')}</Checkbox>
      {field('skills', say('edit.skills'), <Select id="duty-skills" mode="multiple" maxCount={10} value={draft.skills} placeholder={say('edit.noSkills')} options={SKILLS.map((value) => ({ value, label: skill(`skill.${value}`) }))} onChange={(skills) => onSet({ skills })} />, false)}
      {field('riskText', say('edit.risk'), <Input.TextArea {...ids('riskText')} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} placeholder={say('edit.riskHint')} value={draft.riskText} onChange={(event) => onSet({ riskText: event.target.value })} />)}
      {field('insuranceNote', say('edit.insurance'), <Input.TextArea {...ids('insuranceNote')} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} placeholder={say('edit.insuranceHint')} value={draft.insuranceNote} onChange={(event) => onSet({ insuranceNote: event.target.value })} />)}
      {field('releaseDeadlineMinutes', say('edit.release'), <><InputNumber {...ids('releaseDeadlineMinutes')} min={0} max={10_080} precision={0} value={draft.releaseDeadlineMinutes} onChange={(releaseDeadlineMinutes) => onSet({ releaseDeadlineMinutes })} /><span className="quiet">{say('edit.minutesHint')}</span></>)}
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

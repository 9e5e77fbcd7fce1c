import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { PolicyKey, PolicySettings } from '../../../server/duties/contract.ts'
import { api, client } from '../../kit/client.ts'
import { ProblemLine } from '../../kit/states.tsx'
import { dateTime, fromLocalText } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { MomentField } from '../controls/date-fields.tsx'
import { useLeaveGuard } from '../controls/leave-guard.tsx'
import { ownOf, sameOwn, soundOwn, type Own } from './policy-own.ts'
import { RuleLine, shownRules, type Sheet } from './policy-rules.tsx'

const groups = ['checkIn', 'self', 'confirm'] as const

/** All rules by group; for officers of the county or the city with the region's own values, saved together as the next version. */
export function PolicyForm({ sheet }: { sheet: Sheet }) {
  const say = useWords('policy')
  const [own, setOwn] = useState<Own>(() => ownOf(sheet))
  const changed = !sameOwn(own, ownOf(sheet))
  const question = useLeaveGuard(changed)
  const setOne = (key: PolicyKey, value: number | boolean | undefined): void => setOwn((before) => {
    const { [key]: _, ...rest } = before
    return value === undefined ? rest : { ...rest, [key]: value }
  })
  return (
    <>
      {question}
      {sheet.coming !== null && <p className="policy-coming" role="status"><strong>{say('coming.title', { version: sheet.coming.version, time: dateTime(sheet.coming.holdsFrom) })}</strong> {sheet.maySet && say('coming.what')}</p>}
      {!sheet.maySet && <p className="quiet">{say('page.readOnly')}</p>}
      {groups.map((group) => (
        <section key={group}>
          <h2>{say(`group.${group}`)}</h2>
          <p className="quiet">{say(`groupWhat.${group}`)}</p>
          <ul className={sheet.maySet ? 'policy-rules policy-editable' : 'policy-rules'}>
            {sheet.rules.filter(({ key }) => shownRules[key].group === group).map((rule) => (
              <RuleLine key={rule.key} rule={rule} regionCode={sheet.regionCode} own={own[rule.key]} onOwn={sheet.maySet ? (value) => setOne(rule.key, value) : null} />
            ))}
          </ul>
        </section>
      ))}
      {sheet.maySet && <Save sheet={sheet} own={own} changed={changed} />}
    </>
  )
}

function Save({ sheet, own, changed }: { sheet: Sheet; own: Own; changed: boolean }) {
  const say = useWords('policy')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [from, setFrom] = useState('')
  const saving = useMutation({
    mutationFn: () => client.duties.setPolicy({ regionCode: sheet.regionCode, settings: own as PolicySettings, holdsFrom: fromLocalText(from)?.toISOString() ?? null, reason: reason.trim(), version: sheet.version }),
    onSuccess: () => queries.invalidateQueries({ queryKey: api.duties.key() }),
  })
  const sound = soundOwn(own)
  const ready = changed && sound && reason.trim() !== ''
  return (
    <form className="policy-save" onSubmit={(event) => { event.preventDefault(); if (ready) saving.mutate() }}>
      <label>{say('edit.reason')} *<Input value={reason} maxLength={500} placeholder={say('edit.reasonHint')} onChange={(event) => setReason(event.target.value)} /></label>
      <label>{say('edit.from')}<MomentField optional value={from} onChange={setFrom} /><span className="quiet">{say('edit.fromHint')}</span></label>
      <div>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={saving.isPending}>{say('edit.save', { version: sheet.version + 1 })}</Button>
        {!ready && <span className="quiet">{!changed ? say('edit.nothing') : sound ? say('edit.needReason') : say('edit.unsound')}</span>}
      </div>
      <ProblemLine error={saving.error} />
    </form>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, QRCode } from 'antd'
import { useState } from 'react'
import { api, client } from '../../../kit/client.ts'
import { StateMark } from '../../../kit/state-mark.tsx'
import { Fetched, ProblemLine } from '../../../kit/states.tsx'
import { linkAddress, linkOver, type TeamLink } from '../../../kit/team-link.ts'
import { dateTime } from '../../../kit/time.ts'
import { useWords } from '../../../kit/words.ts'
import { NumberField } from '../../controls/number-field.tsx'
import { numberProblem } from '../../controls/number-rules.ts'

const DAYS = { min: 1, max: 90 }
const USES = { min: 1, max: 1000 }

/** QR invitations of a team: to be shown on a screen or printed, until they run out or are ended. */
export function TeamLinks({ team }: { team: { id: string; name: string } }) {
  const say = useWords('people')
  const queries = useQueryClient()
  const [days, setDays] = useState<number | null>(7)
  const [usesMax, setUsesMax] = useState<number | null>(50)
  const links = useQuery(api.people.teamLinks.queryOptions({ input: { id: team.id } }))
  const refresh = () => queries.invalidateQueries({ queryKey: api.people.teamLinks.key() })
  const making = useMutation({ mutationFn: () => client.people.createTeamLink({ id: team.id, days: days as number, usesMax: usesMax as number }), onSuccess: refresh })
  const wrong = numberProblem(days, DAYS) !== null || numberProblem(usesMax, USES) !== null
  return (
    <section className="sheet">
      <h2>{say('team.links')}</h2>
      <div className="drawer-acts">
        <label>{say('team.days')} <NumberField bounds={DAYS} value={days} onChange={setDays} /></label>
        <label>{say('team.uses')} <NumberField bounds={USES} value={usesMax} onChange={setUsesMax} /></label>
        <Button type="primary" disabled={wrong} loading={making.isPending} onClick={() => making.mutate()}>{say('team.newLink')}</Button>
      </div>
      <ProblemLine error={making.error} />
      <Fetched query={links} lines={2}>{(list) => <>{list.map((link) => <LinkItem key={link.id} link={link} team={team.name} onEnded={refresh} />)}</>}</Fetched>
    </section>
  )
}

function LinkItem({ link, team, onEnded }: { link: TeamLink; team: string; onEnded: () => Promise<unknown> }) {
  const say = useWords('people')
  const [copied, setCopied] = useState(false)
  const address = linkAddress(link)
  const over = linkOver(link, new Date())
  const ending = useMutation({ mutationFn: () => client.people.revokeTeamLink({ id: link.id }), onSuccess: onEnded })
  return (
    <div className="link-item">
      <div>{over ? <StateMark kind="off">{say('team.over')}</StateMark> : <QRCode value={address} aria-label={say('team.scan', { team })} size={144} type="canvas" bordered={false} color="#000000" bgColor="#ffffff" />}</div>
      <div>
        <p>{say('team.scan', { team })}</p>
        <p>{say('team.used', { uses: link.uses, max: link.usesMax })} · {say('team.until', { date: dateTime(link.expiresAt) })}</p>
        <ProblemLine error={ending.error} />
        {!over && (
          <div className="drawer-acts">
            <Button size="small" onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}>{say(copied ? 'team.copied' : 'team.copy')}</Button>
            <Button size="small" loading={ending.isPending} onClick={() => ending.mutate()}>{say('team.revoke')}</Button>
          </div>
        )}
      </div>
    </div>
  )
}

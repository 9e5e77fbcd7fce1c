import { QRCodeSVG } from '@rc-component/qrcode'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, client } from '../../kit/client.ts'
import { Fetched, ProblemLine } from '../../kit/states.tsx'
import { linkAddress, newestOpen } from '../../kit/team-link.ts'
import { dateTime } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'

/** For whom the leader meets outdoors; other lengths and numbers are chosen on the console. */
const DAYS = 7
const USES_MAX = 50
/** So that a code that was used up meanwhile is not held out. */
const ASK_MS = 15_000

/** The leader's QR invitation on their own phone: shown to be scanned, made when there is none that holds. */
export function QrInvitation({ team }: { team: { id: string; name: string } }) {
  const say = useWords('people')
  const queries = useQueryClient()
  const links = useQuery({ ...api.people.teamLinks.queryOptions({ input: { id: team.id } }), refetchInterval: ASK_MS })
  const making = useMutation({ mutationFn: () => client.people.createTeamLink({ id: team.id, days: DAYS, usesMax: USES_MAX }), onSuccess: () => queries.invalidateQueries({ queryKey: api.people.teamLinks.key() }) })
  return (
    <Fetched query={links} lines={2}>
      {(list) => {
        const link = newestOpen(list, new Date())
        return (
          <>
            <h2 className="section">{say('team.links')}</h2>
            {link === undefined
              ? <button type="button" className="act act-main" disabled={making.isPending} onClick={() => making.mutate()}>{say('team.newLink')}</button>
              : (
                <section className="card qr-card">
                  <QRCodeSVG value={linkAddress(link)} size={240} marginSize={4} title={say('team.scan', { team: team.name })} bgColor="#ffffff" fgColor="#000000" />
                  <p>{say('team.scan', { team: team.name })}</p>
                  <p>{say('team.used', { uses: link.uses, max: link.usesMax })} · {say('team.until', { date: dateTime(link.expiresAt) })}</p>
                  <button type="button" className="act" disabled={making.isPending} onClick={() => making.mutate()}>{say('team.newLink')}</button>
                </section>
              )}
            <ProblemLine error={making.error} />
          </>
        )
      }}
    </Fetched>
  )
}

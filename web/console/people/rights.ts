/** Which part of the people pages is for whom, the same for the address, the tab and the button. Pure; the server decides again. */
import { holds, type Me } from '../../kit/me.ts'

type Holder = Pick<Me, 'grants'> | null

export const peopleRights = {
  list: (me: Holder) => holds(me, 'officer', 'police'),
  review: (me: Holder) => holds(me, 'officer'),
  /** The register of teams is open to whoever has the console. */
  teams: (me: Holder) => me !== null && me.grants.length > 0,
  foundTeams: (me: Holder) => holds(me, 'officer', 'liaison'),
  /** Who decides for any team at all: its leader, its organisation's liaison, officers. */
  decideForTeams: (me: Holder) => holds(me, 'officer', 'liaison', 'leader'),
  organisations: (me: Holder) => holds(me, 'officer', 'police', 'liaison'),
  roles: (me: Holder) => holds(me, 'officer'),
  audit: (me: Holder) => holds(me, 'officer'),
} as const

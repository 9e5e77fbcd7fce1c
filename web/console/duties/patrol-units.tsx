import { useQuery } from '@tanstack/react-query'
import type { Patrol } from '../../../server/duties/contract.ts'
import { api } from '../../kit/client.ts'
import { StateMark, type StateKind } from '../../kit/state-mark.tsx'
import { Fetched } from '../../kit/states.tsx'
import { useWords } from '../../kit/words.ts'

const kinds: Record<'standing' | 'released' | 'returned' | 'cancelled', StateKind> = { standing: 'waiting', released: 'done', returned: 'off', cancelled: 'off' }

/** Unit by unit: how many seats it reserved and who of it goes. */
export function Units({ patrol: { id, seats, seatsTaken, seatsKept } }: { patrol: Patrol }) {
  const say = useWords('units')
  const query = useQuery({ ...api.duties.patrolReservations.queryOptions({ input: { id } }), refetchInterval: 20_000 })
  return (
    <section>
      <h3>{say('officer.title')}</h3>
      <p className="quiet">{say('officer.formula', { seats, taken: seatsTaken, kept: seatsKept, free: seats - seatsTaken - seatsKept })}</p>
      <Fetched query={query} lines={2} isEmpty={(units) => units.length === 0} empty={<p className="quiet">{say('officer.none')}</p>}>
        {(units) => (
          <ul className="duty-people">
            {units.map((unit) => (
              <li key={unit.id}>
                <span className="line-head"><strong>{unit.organisationName}</strong><StateMark kind={kinds[unit.state]}>{say(`state.${unit.state}`)}</StateMark></span>
                <span>{say('officer.line', { seats: unit.seats, assigned: unit.assigned })}</span>
                {unit.members.map((member) => <span key={`${member.personId}${member.assignedAt}`} className="quiet">{member.displayName} · {say(`member.${member.state}`)}</span>)}
              </li>
            ))}
          </ul>
        )}
      </Fetched>
    </section>
  )
}

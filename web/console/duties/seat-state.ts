import type { PatrolSeat } from '../../../server/duties/contract.ts'

export type SeatState = 'ended' | 'absent' | 'notYet' | 'onDuty' | 'done'

/** How it stands with a seat. `over`: the patrol's time is, so who has not come is absent. Pure. */
export function seatState({ state, attendance }: Pick<PatrolSeat, 'state' | 'attendance'>, over: boolean): SeatState {
  if (attendance !== null) return attendance.endedAt === null ? 'onDuty' : 'done'
  if (state === 'cancelled') return 'ended'
  return over || state === 'no-show' ? 'absent' : 'notYet'
}

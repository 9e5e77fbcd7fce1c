import type { Patrol } from '../../../server/duties/contract.ts'

/** How many seats ended with the cancellation: those that were taken, less the people who had checked in and are listed. Pure. */
export const seatsEnded = ({ state, seatsTaken }: Pick<Patrol, 'state' | 'seatsTaken'>, listed: number): number => (state === 'cancelled' ? Math.max(0, seatsTaken - listed) : 0)

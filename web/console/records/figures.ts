import type { ServiceRecord } from '../../../server/duties/contract.ts'

/**
 * Whether hours stand credited. What was credited stays while it is disputed, also hours too few for a point; a rejection leaves no points and always
 * says why. Hours without a point that an officer confirmed with a note look like one, and are left out.
 */
export function isCredited({ state, points, decidedBy, decisionNote }: Pick<ServiceRecord, 'state' | 'points' | 'decidedBy' | 'decisionNote'>): boolean {
  if (state !== 'disputed') return state === 'confirmed'
  return points > 0 || decidedBy === 'system' || decisionNote === null
}

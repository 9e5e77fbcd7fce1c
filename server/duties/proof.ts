import type { Policy } from './contract.ts'
import type { TrackSummary } from './ports.ts'

export interface Walk {
  minutes: number
  track: TrackSummary
  /** True when the check-in was inside a patrol's fence. */
  fenced: boolean
  flags: readonly string[]
  /** What held when the walk began. */
  policy: Policy
}
export type ProofStrength = 'strong' | 'medium' | 'weak'

/**
 * How well a walk is proven, and what stands against confirming it by rule. No single proof is enough:
 * strong = fence at check-in and a track that stayed inside; medium = one of them, or a lively track on a self-started patrol; weak = neither.
 */
export function weigh(walk: Walk): { strength: ProofStrength; flags: string[]; confirmable: boolean } {
  const flags = [...walk.flags, ...doubts(walk)]
  const tracked = walk.track.fixes >= Math.max(3, walk.minutes / 5) && !flags.includes('little-movement')
  const inside = tracked && (walk.track.insideShare ?? 1) >= walk.policy.confirmInsideShareMin
  const proofs = Number(walk.fenced) + Number(inside)
  const strength = proofs === 2 ? 'strong' : proofs === 1 ? 'medium' : 'weak'
  return { strength, flags, confirmable: strength !== 'weak' && flags.length === 0 && walk.minutes >= walk.policy.confirmMinutesMin }
}

function doubts({ minutes, track, policy }: Walk): string[] {
  const found: string[] = []
  if (track.mockFixes > 0) found.push('mock-position')
  if (track.fixes > 0 && track.distance_m < minutes * policy.confirmPace_m_per_min) found.push('little-movement')
  if (track.insideShare !== null && track.insideShare < policy.confirmInsideShareMin) found.push('left-area')
  if (track.fixes === 0) found.push('no-track')
  else if (track.watched_s < minutes * 60 * policy.confirmWatchedShareMin) found.push('long-gap')
  return found
}

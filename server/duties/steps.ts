/** Kinds, states and allowed steps of patrols, reservations and service records, and the rules of the standing policy. Pure: pages read them without the shapes. */
export const patrolKinds = {
  street: { zh: '街面巡防', en: 'Street patrol' },
  night: { zh: '夜间巡逻', en: 'Night patrol' },
  school: { zh: '护学岗', en: 'School gate' },
  traffic: { zh: '交通劝导', en: 'Traffic persuasion' },
  fire: { zh: '消防巡查', en: 'Fire check' },
  water: { zh: '防溺水巡查', en: 'Water safety' },
  event: { zh: '活动安保', en: 'Event safety' },
} as const
export type PatrolKind = keyof typeof patrolKinds

export const patrolStates = ['draft', 'scheduled', 'open', 'cancelled', 'finished'] as const
export type PatrolState = (typeof patrolStates)[number]
export const recordStates = ['pending', 'confirmed', 'rejected', 'disputed'] as const
export type RecordState = (typeof recordStates)[number]

/** The allowed steps of a patrol: the server checks them, pages grey out by them. */
export const patrolSteps = {
  edit: ['draft', 'scheduled'],
  publish: ['draft', 'scheduled'],
  cancel: ['draft', 'scheduled', 'open'],
  claim: ['open'],
  finish: ['open'],
} as const satisfies Record<string, readonly PatrolState[]>

/** How patrols near a position may be ordered. */
export const nearbyOrders = ['soonest', 'nearest'] as const
export type NearbyOrder = (typeof nearbyOrders)[number]

/** `soonest`: by the start, of one start the nearest first; `nearest`: by the distance, of one distance the soonest first. Pure. */
export function inOrder<O extends { startsAt: string; distance_m: number | null }>(offers: readonly O[], order: NearbyOrder): O[] {
  const soon = (a: O, b: O): number => a.startsAt.localeCompare(b.startsAt)
  const near = (a: O, b: O): number => (a.distance_m ?? 0) - (b.distance_m ?? 0)
  return offers.toSorted((a, b) => (order === 'nearest' ? near(a, b) || soon(a, b) : soon(a, b) || near(a, b)))
}

export const releaseRules = {
  /** Who has just grabbed a seat may think again, also where the deadline is past: a duty may be published inside of it. */
  reconsiderMinutes: 10,
} as const

/**
 * Until when a seat may be given back, never after the patrol begins: until the patrol's deadline, or for some minutes after it was
 * grabbed. Whom the unit put on it was not asked, so they may decline until the beginning. Times in milliseconds.
 */
export function releasableUntil({ startsAt, deadlineMinutes, claimedAt, assigned }: { startsAt: number; deadlineMinutes: number; claimedAt: number; assigned: boolean }): number {
  if (assigned) return startsAt
  return Math.min(startsAt, Math.max(startsAt - deadlineMinutes * 60_000, claimedAt + releaseRules.reconsiderMinutes * 60_000))
}

/** The allowed steps of a service record. Confirmed hours are never edited: a correction reverses and posts anew. */
export const recordSteps = {
  confirm: ['pending', 'disputed'],
  reject: ['pending', 'disputed'],
  dispute: ['confirmed', 'rejected'],
} as const satisfies Record<string, readonly RecordState[]>

/** A unit's hold on seats: it stands until the release time; then only what members have been put on remains. */
export const reservationStates = ['standing', 'released', 'returned', 'cancelled'] as const
export type ReservationState = (typeof reservationStates)[number]

/** The allowed steps of a reservation, all of them before the patrol begins; the first three before the release time. */
export const reservationSteps = {
  change: ['standing'],
  return: ['standing'],
  assign: ['standing'],
  replace: ['standing', 'released'],
  takeOff: ['standing', 'released'],
} as const satisfies Record<string, readonly ReservationState[]>

export const stepAllowed = <S extends string>(steps: readonly S[], state: string): boolean => (steps as readonly string[]).includes(state)

export interface NumberRule { readonly default: number; readonly min: number; readonly max: number; readonly step: number }
/** How the walk of someone who set out unasked is called where it is stored; pages say it in the reader's language. */
export const SELF_STARTED_NAME = '我要巡逻'

interface SwitchRule { readonly default: boolean }

/** The standing policy (常设规则): what a city or county may set for its regions, the bounds of each, and what holds where nobody has set it. */
export const policyRules = {
  /** Minutes before the start from which a check-in is taken. */
  earlyMinutes: { default: 30, min: 0, max: 180, step: 5 },
  /** Metres from the route or area within which one counts as inside. */
  fence_m: { default: 200, min: 20, max: 2000, step: 10 },
  /** Metres; coarser fixes prove nothing. */
  accuracyMax_m: { default: 150, min: 20, max: 500, step: 10 },
  /** Minutes after the planned end when a patrol closes by itself. */
  graceMinutes: { default: 15, min: 0, max: 120, step: 5 },
  /** Minutes after which a check-in that arrives counts as sent later. */
  lateFlagMinutes: { default: 10, min: 1, max: 240, step: 1 },
  /** 我要巡逻, an attendance without a duty: who, what it brings, how long. */
  selfRealNameRequired: { default: true },
  selfPointsPerHour: { default: 10, min: 0, max: 100, step: 1 },
  selfMinutesMax: { default: 240, min: 30, max: 720, step: 10 },
  /** What a record must show to be confirmed without an officer. */
  confirmMinutesMin: { default: 10, min: 0, max: 240, step: 1 },
  /** Walked metres per minute below which a patrol looks like standing still. */
  confirmPace_m_per_min: { default: 5, min: 0, max: 60, step: 1 },
  confirmInsideShareMin: { default: 0.5, min: 0, max: 1, step: 0.05 },
  /** Share of the minutes during which positions kept coming. */
  confirmWatchedShareMin: { default: 0.5, min: 0, max: 1, step: 0.05 },
} as const satisfies Record<string, NumberRule | SwitchRule>

export type PolicyKey = keyof typeof policyRules
export type Policy = { [K in PolicyKey]: (typeof policyRules)[K]['default'] extends boolean ? boolean : number }
export const policyKeys = Object.keys(policyRules) as PolicyKey[]
export const policyDefaults = Object.fromEntries(policyKeys.map((key) => [key, policyRules[key].default])) as Policy

/** Kinds, states and allowed steps of patrols and service records. Pure: pages read them without the shapes. */
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

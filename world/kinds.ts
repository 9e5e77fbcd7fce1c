import type { NewPatrol, PatrolKind } from '../server/duties/contract.ts'

interface DemoKind {
  kind: PatrolKind
  suffix: string
  seats: number
  points: number
  ages: Pick<NewPatrol['conditions'], 'ageMin' | 'ageMax'>
}

const anyAge = { ageMin: null, ageMax: null }
const atNight = { ageMin: null, ageMax: 70 }

export const KINDS: readonly DemoKind[] = [
  { kind: 'night', suffix: '夜巡', seats: 8, points: 12, ages: atNight }, { kind: 'night', suffix: '夜间巡防', seats: 6, points: 12, ages: atNight },
  { kind: 'street', suffix: '街面巡防', seats: 6, points: 10, ages: anyAge }, { kind: 'school', suffix: '护学岗', seats: 4, points: 10, ages: anyAge },
  { kind: 'traffic', suffix: '交通劝导', seats: 5, points: 10, ages: anyAge }, { kind: 'fire', suffix: '消防巡查', seats: 3, points: 15, ages: { ageMin: 18, ageMax: null } },
]

/** The kinds that fit the hour of the start, Chinese time. */
export function kindAt(startsAt: Date, index: number): DemoKind {
  const hour = (startsAt.getUTCHours() + 8) % 24
  const fitting = KINDS.filter(({ kind }) => (kind === 'night') === (hour >= 18 || hour < 5))
  return fitting[index % fitting.length] as DemoKind
}

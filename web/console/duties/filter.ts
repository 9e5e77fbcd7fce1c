import { patrolStates, type PatrolState } from '../../../server/duties/steps.ts'
import type { Address } from '../../kit/address.ts'
import { dayWindow } from '../day.ts'

export const times = ['ahead', 'today', 'tomorrow', 'week', 'past', 'all'] as const
export type TimeChoice = (typeof times)[number]

/** The window that a choice stands for at a moment, in the city's days. */
export function timeWindow(choice: TimeChoice, now: Date): { from?: string; to?: string } {
  switch (choice) {
    case 'ahead': return { from: now.toISOString() }
    case 'today': return dayWindow(now)
    case 'tomorrow': return dayWindow(now, 1)
    case 'week': return dayWindow(now, 0, 7)
    case 'past': return { from: dayWindow(now, -7).from, to: now.toISOString() }
    case 'all': return {}
  }
}

export const timeOf = ({ time }: Address): TimeChoice => times.find((one) => one === time) ?? 'ahead'

/** The address as the list's question; what it does not know is left out. */
export function filterOf(address: Address, now: Date) {
  const state = patrolStates.find((one): one is PatrolState => one === address['state'])
  const time = timeOf(address)
  const order: 'latest' | 'soonest' = time === 'past' || time === 'all' ? 'latest' : 'soonest'
  return { regionCode: address['region'], state, text: address['text'], order, ...timeWindow(time, now) }
}

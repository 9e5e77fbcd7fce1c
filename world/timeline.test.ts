import { expect, it } from 'vitest'
import { ManualClock } from '../server/platform/clock.ts'
import { beforeDeskCloses, play, whenDeskOpens } from './timeline.ts'

it('plays the acts of all stories in the order of time, those of one moment as they are listed', async () => {
  const clock = new ManualClock('2026-04-14T00:00:00Z')
  const played: string[] = []
  const act = (name: string, time: string) => ({ at: new Date(`2026-04-14T${time}:00Z`), act: async () => void played.push(`${name} ${clock.now().toISOString().slice(11, 16)}`) })
  await play(clock, [act('walk', '12:00'), act('end', '13:00'), act('report', '11:00'), act('accept', '12:00')])
  expect(played).toEqual(['report 11:00', 'walk 12:00', 'accept 12:00', 'end 13:00'])
})

/** City time is eight hours ahead. */
it.each([
  ['by day', '2026-04-14T04:00:00Z', '2026-04-14T04:00:00Z', '2026-04-14T04:00:00Z'],
  ['at three in the night', '2026-04-13T19:00:00Z', '2026-04-14T00:00:00Z', '2026-04-13T13:00:00Z'],
  ['late in the evening', '2026-04-14T14:30:00Z', '2026-04-15T00:00:00Z', '2026-04-14T13:00:00Z'],
])('knows when a desk is open: %s', (_, at, next, before) => {
  expect([whenDeskOpens(new Date(at)), beforeDeskCloses(new Date(at))]).toEqual([new Date(next), new Date(before)])
})

import { describe, expect, it } from 'vitest'
import { textTime } from './texts.ts'

/** City time is eight hours ahead: 14:00Z is 22:00. */
const table: [what: string, now: string, startsAt: string, sent: string][] = [
  ['by day at once', '2026-04-14T04:00:00Z', '2026-04-14T12:00:00Z', '2026-04-14T04:00:00Z'],
  ['a minute before ten in the evening at once', '2026-04-14T13:59:00Z', '2026-04-15T12:00:00Z', '2026-04-14T13:59:00Z'],
  ['at ten in the evening it waits for seven', '2026-04-14T14:00:00Z', '2026-04-15T12:00:00Z', '2026-04-14T23:00:00Z'],
  ['after midnight it waits for seven of that day', '2026-04-14T18:30:00Z', '2026-04-15T12:00:00Z', '2026-04-14T23:00:00Z'],
  ['a minute before seven it waits', '2026-04-14T22:59:00Z', '2026-04-15T12:00:00Z', '2026-04-14T23:00:00Z'],
  ['at seven at once', '2026-04-14T23:00:00Z', '2026-04-15T12:00:00Z', '2026-04-14T23:00:00Z'],
  ['for a patrol of the same night at once', '2026-04-14T14:30:00Z', '2026-04-14T15:30:00Z', '2026-04-14T14:30:00Z'],
  ['for a patrol at 8:59 of the next morning at once', '2026-04-14T14:30:00Z', '2026-04-15T00:59:00Z', '2026-04-14T14:30:00Z'],
  ['for a patrol at nine of the next morning it waits', '2026-04-14T14:30:00Z', '2026-04-15T01:00:00Z', '2026-04-14T23:00:00Z'],
  ['after midnight for a patrol at eight at once', '2026-04-14T18:30:00Z', '2026-04-15T00:00:00Z', '2026-04-14T18:30:00Z'],
]
describe('quiet hours: when a text may go', () => {
  it.each(table)('%s', (_, now, startsAt, sent) => expect(textTime(new Date(now), new Date(startsAt), 'Asia/Shanghai')).toEqual(new Date(sent)))
})

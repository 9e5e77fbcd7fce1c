import { oc } from '@orpc/contract'
import { z } from 'zod'
import { defineProblems } from '../platform/problem.ts'
import { id, instant, position } from '../platform/shapes.ts'

export const trackingProblems = defineProblems({
  'track-not-ready': { status: 409, zh: '轨迹尚未生成', en: 'The track is not made yet' },
})

/** One walker as the list beside the live map shows it. */
export const walker = position.extend({
  walker: z.int().describe('the number in view frames'),
  attendanceId: id, personId: id, personName: z.string(), regionPath: z.string(), fixAt: instant, selfStarted: z.boolean(),
})
export type WalkerOnMap = z.infer<typeof walker>

export const trackPoint = z.object({ at: instant, lon: z.number(), lat: z.number(), accuracy_m: z.number().nullable(), speed_mps: z.number().nullable() })
export const track = z.object({
  attendanceId: id, live: z.boolean().describe('true while the walk goes on'), points: z.array(trackPoint),
  wayKept: z.boolean().describe('false once the way itself was deleted, after 180 days or with the account; its figures stay'),
  distance_m: z.number(), moving_s: z.number(), coveredShare: z.number().nullable(), insideShare: z.number().nullable(), fixes: z.int(), mockFixes: z.int(),
  gaps: z.int(), gap_s: z.number(), dropped: z.record(z.string(), z.int()), filterVersion: z.int(),
})
export type TrackShown = z.infer<typeof track>

/** "117.6,24.4,117.7,24.6": west, south, east, north in WGS-84 degrees, as part of an address. */
const box = z.string().regex(/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/).transform((text) => text.split(',').map(Number) as [number, number, number, number])
  .refine(([west, south, east, north]) => west < east && south < north, 'Give west, south, east, north')
export type Box = z.infer<typeof box>

const tags = ['tracking']
export const trackingContract = {
  walkers: oc.route({ method: 'GET', path: '/walkers', tags, summary: 'Who is on duty in my regions and where, as a list beside the map' })
    .input(z.object({ regionCode: z.string().max(15).optional(), box: box.optional(), limit: z.coerce.number().int().min(1).max(500).default(200) })).output(z.object({ total: z.int(), items: z.array(walker) })),
  walker: oc.route({ method: 'GET', path: '/walkers/{walker}', tags, summary: 'One person of the live map, by the number in view frames, which a restart of the server changes, or by the attendance, which lasts' }).input(z.object({ walker: z.union([id, z.coerce.number().int().min(1)]) })).output(walker),
  track: oc.route({ method: 'GET', path: '/attendances/{id}/track', tags, summary: 'The cleaned track of an attendance: my own, or of my regions; reading another person’s is logged' })
    .input(z.object({ id })).output(track),
}

/** Where the demo's patrols go, and what they are called. */
import type { NewPatrol } from '../server/duties/contract.ts'
import type { App } from '../server/main.ts'
import { distance_m } from '../server/platform/geo.ts'
import type { Coordinate } from '../server/platform/shapes.ts'
import { kindAt } from './kinds.ts'
import { officers } from './people.ts'
import { HOUR_MS } from './timeline.ts'

const CENTER = { lon: 117.653, lat: 24.511 }

export interface Route {
  name: string
  line: Coordinate[]
  regionCode: string
}

/** Named streets of the centre, the nearest first, cut to a walk of at most two kilometres. */
export async function routesNearCenter(app: App): Promise<Route[]> {
  const scope = app.places.region(officers.county.regionCode)?.path ?? ''
  const streets = (await app.places.streets()).filter((street) => street.name !== null && street.line.length >= 2)
  // Lanes are named after a street and a number; a patrol is called after the street itself.
  const near = streets.filter((street) => !/\d/.test(street.name as string)).map((street) => ({ street, away_m: Math.min(...street.line.map(([lon, lat]) => distance_m(CENTER, { lon, lat }))) })).toSorted((a, b) => a.away_m - b.away_m)
  const routes = new Map<string, Route>()
  for (const { street } of near) {
    const line = cut(street.line, 2000)
    const region = line.length >= 2 ? app.places.regionAt({ lon: (line[0] as Coordinate)[0], lat: (line[0] as Coordinate)[1] }) : null
    const community = region && [...app.places.ancestors(region.code), region].find((r) => r.level === 'community')
    if (community?.path.startsWith(scope) && !routes.has(street.name as string)) routes.set(street.name as string, { name: street.name as string, line, regionCode: community.code })
    if (routes.size === 24) break
  }
  return [...routes.values()]
}

function cut(line: readonly Coordinate[], length_m: number): Coordinate[] {
  const kept: Coordinate[] = []
  let walked_m = 0
  for (const point of line) {
    const last = kept.at(-1)
    if (last) walked_m += distance_m({ lon: last[0], lat: last[1] }, { lon: point[0], lat: point[1] })
    if (last && walked_m > length_m) break
    kept.push(point)
  }
  return kept
}

export function patrolOn(route: Route, index: number, startsAt: Date, hours: number): NewPatrol {
  const type = kindAt(startsAt, index)
  return {
    name: `${route.name}${type.suffix}`, kind: type.kind, regionCode: route.regionCode, shape: { type: 'LineString', coordinates: route.line },
    startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + hours * HOUR_MS).toISOString(), seats: type.seats, pointsPerHour: type.points,
    conditions: { realNameRequired: true, ...type.ages, skills: [] },
    riskText: '注意来往车辆，两人以上同行，不与人发生冲突，遇险情先报警。', insuranceNote: '已为实名志愿者投保人身意外伤害险，含往返途中。', releaseDeadlineMinutes: 60, seatsForUnits: 0, unitsUntil: null,
  }
}

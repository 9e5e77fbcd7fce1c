import type { CaseSummary } from '../../../server/cases/contract.ts'
import type { Patrol } from '../../../server/duties/contract.ts'
import { caseKind } from '../../kit/cases.tsx'
import type { MapFeature, MapLayer } from '../../kit/map/features.ts'
import type { StateKind } from '../../kit/state-mark.tsx'

export const layerNames = ['walkers', 'cases', 'patrols', 'region'] as const
export type LayerName = (typeof layerNames)[number]

/** The layers that the address leaves out: `?hide=cases,region`. Names it does not know are ignored. */
export const hiddenLayers = (hide: string | undefined): ReadonlySet<LayerName> => new Set(layerNames.filter((name) => (hide ?? '').split(',').includes(name)))

/** The address part after switching one layer; undefined when all are shown. */
export function switched(hide: string | undefined, name: LayerName): string | undefined {
  const hidden = hiddenLayers(hide)
  const after = layerNames.filter((one) => (one === name ? !hidden.has(one) : hidden.has(one)))
  return after.length === 0 ? undefined : after.join(',')
}

/** How a patrol looks on the day: people wanted, under way, full and waiting, over. */
export function patrolTone({ state, startsAt, endsAt, seats, seatsTaken, seatsKept }: Pick<Patrol, 'state' | 'startsAt' | 'endsAt' | 'seats' | 'seatsTaken' | 'seatsKept'>, now_ms: number): StateKind {
  if (state === 'cancelled') return 'off'
  if (state === 'finished' || Date.parse(endsAt) <= now_ms) return 'done'
  if (state === 'open' && seatsTaken + seatsKept < seats) return 'need'
  return state === 'open' && Date.parse(startsAt) <= now_ms ? 'running' : 'waiting'
}

/** Seats that nobody has taken on published patrols that are not over. */
export const seatsFree = (patrols: readonly Patrol[], now_ms: number): number =>
  patrols.reduce((sum, patrol) => sum + (patrol.state === 'open' && Date.parse(patrol.endsAt) > now_ms ? patrol.seats - patrol.seatsTaken : 0), 0)

/** Routes as lines and areas as fields; the situation leaves out what is not published. */
export function patrolLayers(patrols: readonly Patrol[], now_ms: number, chosen: string | undefined, words: { title: string; note: (patrol: Patrol) => string }, drafts = false): MapLayer[] {
  const feature = (patrol: Patrol): MapFeature => ({
    type: 'Feature', geometry: patrol.shape, properties: { id: patrol.id, label: patrol.name, note: words.note(patrol), tone: patrolTone(patrol, now_ms), weight: patrol.id === chosen ? 0.5 : 0.15 },
  })
  const shown = patrols.filter(({ state }) => drafts || (state !== 'draft' && state !== 'cancelled'))
  const of = (type: 'LineString' | 'Polygon'): MapFeature[] => shown.filter(({ shape }) => shape.type === type).map(feature)
  return [{ id: 'patrol-areas', kind: 'areas', title: words.title, features: of('Polygon') }, { id: 'patrol-routes', kind: 'lines', title: words.title, features: of('LineString') }]
}

export const caseFeatures = (cases: readonly CaseSummary[], chosen: string | undefined, name: (category: string) => string): MapFeature[] =>
  cases.flatMap((item): MapFeature[] => (item.position === null ? [] : [{
    type: 'Feature', geometry: { type: 'Point', coordinates: [item.position.lon, item.position.lat] },
    properties: { id: item.id, label: name(item.category), note: item.number, tone: caseKind(item, true), mark: item.id === chosen ? '◉' : '!' },
  }]))

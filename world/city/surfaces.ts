/** Rivers, lakes and parks of the demo city. */
import { boundaryFrom } from '../../server/places/geometry.ts'
import type { Surface } from '../../server/places/places.ts'
import { ringInDegrees } from './mesh.ts'
import { rivers } from './outline.ts'
import { distance_km, smooth, toPlane, type Spot } from './plane.ts'
import { noise } from './random.ts'

interface Blob { kind: Surface['kind']; name: string; at: [number, number]; size_km: [number, number] }

const BLOBS: Blob[] = [
  { kind: 'water', name: '碧湖', at: [117.7068, 24.4992], size_km: [0.42, 0.26] }, { kind: 'green', name: '碧湖公园', at: [117.7068, 24.4992], size_km: [0.6, 0.42] },
  { kind: 'water', name: '西院湖', at: [117.6040, 24.5275], size_km: [0.5, 0.3] }, { kind: 'green', name: '西院湖公园', at: [117.6040, 24.5275], size_km: [0.75, 0.5] },
  { kind: 'green', name: '中山公园', at: [117.6533, 24.5083], size_km: [0.14, 0.11] }, { kind: 'green', name: '九龙公园', at: [117.6640, 24.5014], size_km: [0.22, 0.15] },
  { kind: 'green', name: '芝山公园', at: [117.6465, 24.5215], size_km: [0.3, 0.28] }, { kind: 'green', name: '江滨公园', at: [117.6905, 24.4905], size_km: [0.5, 0.09] },
  { kind: 'green', name: '圆山', at: [117.6120, 24.4780], size_km: [1.5, 1.1] }, { kind: 'green', name: '云洞岩', at: [117.7580, 24.5290], size_km: [0.8, 1.0] },
  { kind: 'green', name: '南山公园', at: [117.6520, 24.4860], size_km: [0.4, 0.25] }, { kind: 'water', name: '南山湖', at: [117.6560, 24.4835], size_km: [0.25, 0.15] },
]

const BANK_STEP_KM = 0.12

/** Rings in kilometres, by name: for drawing and for keeping streets out of the water. */
export function drawSurfaces(): { kind: Surface['kind']; name: string; ring: Spot[] }[] {
  const flowing = rivers.map(({ name, widths_m, line }) => ({ kind: 'water' as const, name, ring: banks(smooth(line.map(toPlane), BANK_STEP_KM), widths_m) }))
  return [...BLOBS.map(({ kind, name, at, size_km }) => ({ kind, name, ring: blob(toPlane(at), size_km) })), ...flowing]
}

export function surfacesInDegrees(drawn: ReturnType<typeof drawSurfaces>): Surface[] {
  return drawn.flatMap(({ kind, name, ring }) => {
    const closed = ringInDegrees(ring)
    const boundary = closed && boundaryFrom([[closed]])
    return boundary ? [{ kind, name, boundary }] : []
  })
}

/** The left bank down and the right bank back; the width grows from source to mouth and is never quite even. */
function banks(middle: readonly Spot[], [narrow_m, wide_m]: readonly [number, number]): Spot[] {
  const bank = (side: 1 | -1): Spot[] => middle.map(([x, y], i) => {
    const [ax, ay] = middle[Math.max(0, i - 1)] as Spot
    const [bx, by] = middle[Math.min(middle.length - 1, i + 1)] as Spot
    const length = distance_km([ax, ay], [bx, by])
    const half_km = ((narrow_m + ((wide_m - narrow_m) * i) / (middle.length - 1)) / 2000) * (1 + 0.3 * noise(x / 0.7, y / 0.7, side + 30))
    return [x - ((by - ay) / length) * half_km * side, y + ((bx - ax) / length) * half_km * side]
  })
  return [...bank(1), ...bank(-1).toReversed()]
}

function blob([x, y]: Spot, [a, b]: readonly [number, number]): Spot[] {
  return Array.from({ length: 36 }, (_, i): Spot => {
    const angle = (i * Math.PI) / 18
    const swell = 1 + 0.18 * noise(x + 1.6 * Math.cos(angle), y + 1.6 * Math.sin(angle), 41)
    return [x + a * swell * Math.cos(angle), y + b * swell * Math.sin(angle)]
  })
}

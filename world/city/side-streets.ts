/** Side streets: a bent lattice around a centre, thinned out towards its rim. */
import type { StreetDraft } from './streets.ts'
import { distance_km, type Spot } from './plane.ts'
import { noise, type Chance } from './random.ts'

export interface Quarter {
  centre: Spot
  /** Half the length east–west and north–south, before turning. */
  reach_km: readonly [number, number]
  turn: number
  block_km: readonly [number, number]
  /** 0 keeps every block side at the centre, 1 none. */
  gaps: number
  /** Names the streets, longest first; null where names run out. */
  nameOf: (rank: number, street: readonly Spot[]) => string | null
}

/** Streets of the quarter where `mayBuild` holds at both ends of each block side. */
export function sideStreets(quarter: Quarter, mayBuild: (spot: Spot) => boolean, random: Chance): StreetDraft[] {
  const [columns, rows] = [0, 1].map((axis) => Math.floor((2 * (quarter.reach_km[axis] as number)) / (quarter.block_km[axis] as number))) as [number, number]
  const corner = bentLattice(quarter, columns, rows, random)
  const runs: Spot[][] = []
  for (let row = 0; row <= rows; row++) runs.push(...runsOf(Array.from({ length: columns + 1 }, (_, column) => corner(column, row)), quarter, mayBuild, random))
  for (let column = 0; column <= columns; column++) runs.push(...runsOf(Array.from({ length: rows + 1 }, (_, row) => corner(column, row)), quarter, mayBuild, random))
  return runs.toSorted((a, b) => b.length - a.length).map((line, rank) => ({ name: quarter.nameOf(rank, line), class: 'residential', line }))
}

function bentLattice({ centre, reach_km, turn, block_km }: Quarter, columns: number, rows: number, random: Chance): (column: number, row: number) => Spot {
  const sway = (count: number, block: number): number[] => Array.from({ length: count + 1 }, () => random.between(-0.22, 0.22) * block)
  const [dx, dy] = [sway(columns, block_km[0]), sway(rows, block_km[1])]
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  return (column, row) => {
    const u = column * block_km[0] - reach_km[0] + (dx[column] as number)
    const v = row * block_km[1] - reach_km[1] + (dy[row] as number)
    const [x, y] = [centre[0] + u * cos - v * sin, centre[1] + u * sin + v * cos]
    return [x + 0.09 * noise(x / 1.1, y / 1.1, 21), y + 0.09 * noise(x / 1.1, y / 1.1, 22)]
  }
}

/** Cuts a lattice line into the runs that are built; a side is left out by chance and more often far from the centre. */
function runsOf(corners: readonly Spot[], { centre, reach_km, gaps }: Quarter, mayBuild: (spot: Spot) => boolean, random: Chance): Spot[][] {
  const runs: Spot[][] = [[]]
  const far = Math.hypot(...reach_km)
  for (const [i, corner] of corners.entries()) {
    const chanceOfGap = gaps + 0.75 * (distance_km(corner, centre) / far) ** 2
    if (!mayBuild(corner)) runs.push([])
    else if (i > 0 && random.next() < chanceOfGap) runs.push([corner])
    else runs.at(-1)?.push(corner)
  }
  return runs.filter((run) => run.length > 1)
}

/** Chance that repeats itself: the same seed gives the same city on every machine. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  between(least: number, most: number): number
  pick<T>(items: readonly T[]): T
}

/** The generator "mulberry32" (public domain, T. Ettinger): 32 bits of state, good enough for shapes. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, between: (least, most) => least + (most - least) * next(), pick: (items) => items[Math.floor(next() * items.length)] as never }
}

const lattice = (x: number, y: number, salt: number): number => {
  let mixed = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(salt, 0x9e3779b1)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 31 - 1
}

/** Smooth noise in about [-1, 1] with features one unit wide (value noise with a smoothstep). */
export function noise(x: number, y: number, salt: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [ease(x - x0), ease(y - y0)]
  const south = lattice(x0, y0, salt) * (1 - u) + lattice(x0 + 1, y0, salt) * u
  const north = lattice(x0, y0 + 1, salt) * (1 - u) + lattice(x0 + 1, y0 + 1, salt) * u
  return south * (1 - v) + north * v
}

const ease = (t: number): number => t * t * (3 - 2 * t)

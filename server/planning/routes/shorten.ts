import type { Fleet } from './fleet.ts'

const LEAST_GAIN = 1e-9

/**
 * Shortens route r by reversing stretches (2-opt) and moving up to three stops together (Or-opt) until neither helps.
 * Only for symmetric costs without windows. O(stops²) a round. Returns whether anything changed.
 */
export function shorten(fleet: Fleet, r: number, thorough = false): boolean {
  let changed = false
  while (reverseOnce(fleet, r) || (thorough && moveOnce(fleet, r))) changed = true
  if (changed) fleet.time(r)
  return changed
}

function reverseOnce(fleet: Fleet, r: number): boolean {
  const { n, travel } = fleet.c
  const seq = fleet.seq
  const first = r * fleet.stride
  const last = first + fleet.size[r]! - 1
  let found = false
  for (let i = first; i < last - 2; i++) {
    const a = seq[i]! * n
    let b = seq[i + 1]! * n
    let ab = travel[a + seq[i + 1]!]!
    for (let j = i + 2; j < last; j++) {
      const c = seq[j]!
      const d = seq[j + 1]!
      const gain = ab + travel[c * n + d]! - travel[a + c]! - travel[b + d]!
      if (gain > LEAST_GAIN) {
        for (let low = i + 1, high = j; low < high; low++, high--) {
          const kept = seq[low]!
          seq[low] = seq[high]!
          seq[high] = kept
        }
        found = true
        b = seq[i + 1]! * n
        ab = travel[a + seq[i + 1]!]!
      }
    }
  }
  return found
}

function moveOnce(fleet: Fleet, r: number): boolean {
  const { n, travel } = fleet.c
  const seq = fleet.seq
  const first = r * fleet.stride
  const last = first + fleet.size[r]! - 1
  for (let length = 1; length <= 3; length++) {
    for (let i = first + 1; i + length <= last; i++) {
      const head = seq[i]!
      const tail = seq[i + length - 1]!
      const before = seq[i - 1]!
      const after = seq[i + length]!
      const freed = travel[before * n + head]! + travel[tail * n + after]! - travel[before * n + after]!
      if (freed <= LEAST_GAIN) continue
      for (let k = first; k < last; k++) {
        if (k >= i - 1 && k < i + length) continue
        const p = seq[k]! * n
        const q = seq[k + 1]! * n
        const gap = freed + travel[p + seq[k + 1]!]!
        const straight = gap - travel[p + head]! - travel[q + tail]!
        const turned = gap - travel[p + tail]! - travel[q + head]!
        if (straight <= LEAST_GAIN && turned <= LEAST_GAIN) continue
        moveStretch(seq, i, length, k, turned > straight)
        return true
      }
    }
  }
  return false
}

/** Moves `length` entries from `i` to behind entry `k`, turned round if asked. */
function moveStretch(seq: Int32Array, i: number, length: number, k: number, turn: boolean): void {
  const stretch = seq.slice(i, i + length)
  if (turn) stretch.reverse()
  if (k < i) {
    seq.copyWithin(k + 1 + length, k + 1, i)
    seq.set(stretch, k + 1)
  } else {
    seq.copyWithin(i, i + length, k + 1)
    seq.set(stretch, k + 1 - length)
  }
}

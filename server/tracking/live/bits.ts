/**
 * Whole numbers as bits, for the track codec: up to 32 numbers side by side, each with as many bits as the largest needs, in whole
 * 32-bit words, least significant bit first. Binary packing after Lemire, Boytsov, "Decoding billions of integers per second
 * through vectorization", Software: Practice and Experience 2015, without the vectors. Runs in the browser.
 */

/** Numbers that share a width. */
export const PACK = 32

/** Words that `count` numbers of `width` bits take. */
export function packedWords(count: number, width: number): number {
  return (count * width + 31) >>> 5
}

/** Writes the first `count` numbers, none of which has more than `width` (1 … 32) bits, at word `at`; returns the word after them. O(count). */
export function pack(numbers: Uint32Array, count: number, width: number, words: Uint32Array, at: number): number {
  let waiting = 0
  let bits = 0
  for (let i = 0; i < count; i++) {
    const number = numbers[i]!
    waiting |= number << bits
    bits += width
    if (bits >= 32) {
      words[at++] = waiting
      bits -= 32
      waiting = bits > 0 ? number >>> (width - bits) : 0
    }
  }
  if (bits > 0) words[at++] = waiting
  return at
}

/** Reads what `pack` wrote; the caller has made sure that there are enough words. O(count). */
export function unpack(words: Uint32Array, at: number, width: number, numbers: Uint32Array, count: number): void {
  if (width === 0) {
    numbers.fill(0, 0, count)
    return
  }
  const mask = width === 32 ? -1 : (1 << width) - 1
  let bits = 0
  for (let i = 0; i < count; i++) {
    let number = words[at]! >>> bits
    bits += width
    if (bits >= 32) {
      at++
      bits -= 32
      if (bits > 0) number |= words[at]! << (width - bits)
    }
    numbers[i] = number & mask
  }
}

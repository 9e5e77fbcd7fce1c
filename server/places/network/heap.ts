/** A binary heap of (key, value) numbers in typed arrays, least key first; entries are never changed, only left behind. */
export class MinHeap {
  private keys = new Float64Array(256)
  private values = new Int32Array(256)
  private count = 0

  get size(): number { return this.count }
  /** Least key; only with size > 0. */
  get leastKey(): number { return this.keys[0]! }

  clear(): void { this.count = 0 }

  /** O(log n). */
  push(key: number, value: number): void {
    if (this.count === this.keys.length) this.grow()
    let at = this.count++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.keys[parent]! <= key) break
      this.keys[at] = this.keys[parent]!
      this.values[at] = this.values[parent]!
      at = parent
    }
    this.keys[at] = key
    this.values[at] = value
  }

  /** Removes the entry with the least key and returns its value; only with size > 0. O(log n). */
  pop(): number {
    const least = this.values[0]!
    const key = this.keys[--this.count]!
    const value = this.values[this.count]!
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.count) break
      if (child + 1 < this.count && this.keys[child + 1]! < this.keys[child]!) child++
      if (this.keys[child]! >= key) break
      this.keys[at] = this.keys[child]!
      this.values[at] = this.values[child]!
      at = child
    }
    this.keys[at] = key
    this.values[at] = value
    return least
  }

  private grow(): void {
    const keys = new Float64Array(this.keys.length * 2)
    const values = new Int32Array(this.values.length * 2)
    keys.set(this.keys)
    values.set(this.values)
    this.keys = keys
    this.values = values
  }
}

/** Where each node is: 16 bytes a node, found by binary search in O(log n). */
export class Locations {
  private ids = new Float64Array(1024)
  private lons = new Int32Array(1024)
  private lats = new Int32Array(1024)
  private count = 0
  private sorted = true

  get size(): number { return this.count }

  /** Remembers a node; a later place for the same id wins. Coordinates in 10⁻⁷ degrees. */
  add(id: number, lon_e7: number, lat_e7: number): void {
    if (this.count === this.ids.length) this.grow()
    if (this.count > 0 && id <= this.ids[this.count - 1]!) this.sorted = false
    this.ids[this.count] = id
    this.lons[this.count] = lon_e7
    this.lats[this.count++] = lat_e7
  }

  /** [longitude, latitude] in degrees, or undefined for a node that the file does not hold. */
  find(id: number): [number, number] | undefined {
    if (!this.sorted) this.sort()
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.ids[middle]! <= id) low = middle + 1
      else high = middle
    }
    return low > 0 && this.ids[low - 1] === id ? [this.lons[low - 1]! / 1e7, this.lats[low - 1]! / 1e7] : undefined
  }

  private grow(): void {
    const larger = <A extends Float64Array | Int32Array>(from: A, to: A): A => { to.set(from as never); return to }
    this.ids = larger(this.ids, new Float64Array(this.count * 2))
    this.lons = larger(this.lons, new Int32Array(this.count * 2))
    this.lats = larger(this.lats, new Int32Array(this.count * 2))
  }

  private sort(): void {
    const order = Uint32Array.from({ length: this.count }, (_, k) => k).sort((a, b) => this.ids[a]! - this.ids[b]! || a - b)
    const { ids, lons, lats } = this
    this.ids = Float64Array.from(order, (k) => ids[k]!)
    this.lons = Int32Array.from(order, (k) => lons[k]!)
    this.lats = Int32Array.from(order, (k) => lats[k]!)
    this.sorted = true
  }
}

/** What both decoders, XML and PBF, hand over; one object at a time, in file order. */

export type Tags = Record<string, string>
export interface Member { type: 'node' | 'way' | 'relation', id: number, role: string }

export interface Sink {
  /** Coordinates in units of 10⁻⁷ degrees, WGS-84. `tags` is null for the many nodes that have none. */
  node(id: number, lon_e7: number, lat_e7: number, tags: Tags | null): void
  way(id: number, tags: Tags, nodes: number[]): void
  relation(id: number, tags: Tags, members: Member[]): void
}

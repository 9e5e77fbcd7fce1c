/** An OSM file that cannot be read: `code` is stable, the message tells a person what is wrong. */
export class OsmRefusal extends Error {
  override name = 'OsmRefusal'
  code: 'osm.format' | 'osm.truncated' | 'osm.compression' | 'osm.feature' | 'osm.too_large'

  constructor(code: OsmRefusal['code'], message: string) {
    super(message)
    this.code = code
  }
}

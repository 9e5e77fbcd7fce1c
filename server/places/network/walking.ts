/**
 * Which ways people may walk, by OpenStreetMap's tags (wiki.openstreetmap.org/wiki/Key:highway, Key:access, Key:foot).
 * What a way says about people on foot outweighs what it says about everyone; the class of the street decides the rest.
 */

const WALKABLE = new Set([
  'trunk', 'trunk_link', 'primary', 'primary_link', 'secondary', 'secondary_link', 'tertiary', 'tertiary_link',
  'unclassified', 'residential', 'living_street', 'service', 'road', 'pedestrian', 'footway', 'path', 'steps', 'track',
  'corridor', 'cycleway', 'bridleway', 'platform',
])
const PERMITTED = new Set(['yes', 'designated', 'permissive', 'official', 'destination', 'public'])
const FORBIDDEN = new Set(['no', 'private', 'use_sidepath', 'agricultural', 'forestry', 'military', 'restricted'])
/** Trails on which a hand is needed to hold on. */
const CLIMBS = new Set(['demanding_mountain_hiking', 'alpine_hiking', 'demanding_alpine_hiking', 'difficult_alpine_hiking'])

/** Why nobody walks there, as `key=value`, or null where people may walk. Ways that are no streets give `highway=`. */
export function walkingBar(tags: Record<string, string>): string | null {
  const { highway = '', foot, access, motorroad, sac_scale: scale } = tags
  if (highway === '' || highway === 'construction' || highway === 'proposed' || tags['abandoned'] === 'yes') return `highway=${highway}`
  if (foot !== undefined) {
    if (FORBIDDEN.has(foot)) return `foot=${foot}`
    if (PERMITTED.has(foot)) return null
  }
  if (!WALKABLE.has(highway)) return `highway=${highway}`
  if (access !== undefined && FORBIDDEN.has(access)) return `access=${access}`
  if (motorroad === 'yes') return 'motorroad=yes'
  if (scale !== undefined && CLIMBS.has(scale)) return `sac_scale=${scale}`
  return null
}

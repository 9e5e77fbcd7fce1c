// Who may call whom, as data: `npm run check` enforces it, docs/architecture.md draws it.
module.exports = {
  // A module may call those before it; those behind it hear its events.
  order: ['places', 'people', 'ledger', 'households', 'tracking', 'duties', 'cases', 'dispatch', 'consultations', 'rewards', 'muster', 'publicity', 'planning', 'statistics'],
  // A module is entered by `<module>.ts`, by its pure files, and by these further faces.
  faces: {
    places: ['network/network', 'osm'],
    people: ['ground'],
  },
  // Without side effects or a library besides zod and @orpc/contract: server and web alike may import them from anywhere.
  pure: ['contract', 'shapes', 'steps', 'categories'],
  // Codecs of the live plane, the filters of a walk and the check of an ID number, which run in a browser as well.
  browserSafe: ['people/identity/id-number', 'tracking/cleaning', 'tracking/filters', 'tracking/route-share', 'tracking/live/bits', 'tracking/live/bytes', 'tracking/live/crc32', 'tracking/live/frames', 'tracking/live/geodesy', 'tracking/live/track-codec', 'tracking/live/view-frames'],
  // What pages see of the platform.
  platformForWeb: ['problem', 'shapes', 'actor', 'geo'],
}

export default {
  tabs: { settings: 'Settings', policy: 'Standing policy', city: 'City and platform', zones: 'Functional zones' },
  city: {
    what: 'What the platform and the city are called and which colour they have. All pages use it as soon as it is saved; the audit log keeps the change.', platformZh: 'Platform name (Chinese)', platformEn: 'Platform name (English)', nameZh: 'City name (Chinese)', nameEn: 'City name (English)', colour: 'Main colour', colourHint: 'Written as #rrggbb; white text must be readable on it', colourPick: 'Pick a colour',
    saved: 'Saved; all pages use it now', preview: 'Preview', light: 'Light', dark: 'Dark', sampleAct: 'Main button', contrast: 'White text reaches a contrast of {contrast}, at least {least} is needed', save: 'Save', nothing: 'Nothing was changed', namesNeeded: 'Please give all four names', colourFormat: 'Please write the colour as #rrggbb, for example #b3261e', onlyCity: 'Only officers of the whole city may change this',
  },
  zones: {
    what: 'A functional zone, such as an investment zone, takes towns over from a county and governs them in its place. The towns keep their codes; authority follows the move.', none: 'No functional zones yet', noneWhat: 'Officers of the whole city found one and then move towns into it.', towns: 'Towns: {count}', noTowns: 'No town has been moved in yet', onlyCity: 'Only officers of the whole city may change zones',
    found: 'Found a zone', code: 'Code', codeHint: 'The four digits of the city, the letter z, two digits', nameZh: 'Name (Chinese)', nameEn: 'Name (English, optional)', center: 'Centre', centerHint: 'Move the map until its centre lies under the pin; arrow keys move it, plus and minus zoom.', zoomIn: 'Zoom in further so that the pin is exact', inside: 'The pin is in {region}', outside: 'The pin is outside the city', nameNeeded: 'Please give a name', codeWrong: 'The code is {root}z and two digits', save: 'Found it',
    moveIn: 'Move a town in', moveBack: 'Back to {county}', noCounty: 'Its county no longer exists', dissolve: 'Dissolve', dissolveWhat: 'Dissolve {zone}? Roles given for it end with it.', dissolveRoles: 'Roles that end: {count}. {who}', dissolveNoRoles: 'Nobody holds a role for it at present.', holder: '{name} ({role})', between: ', ', choose: 'Town', chooseHint: 'Type a name or choose', confirm: 'Move it',
    moveTitle: 'Move {town}', moveWhat: '{town} with its communities and grids goes from {from} to {to}. From then on the officers and police of {to} answer for its duties, cases, people and records; roles of {from} no longer reach it. Codes stay, and it can be moved back.',
  },
  act: { cancel: 'Cancel' },
} as const

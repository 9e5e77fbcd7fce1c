export default {
  language: { zh: '中文', en: 'English', choose: 'Language' },
  appearance: { choose: 'Appearance', light: 'Light', dark: 'Dark', system: 'As the device' },
  patrol: { self: 'Self-started patrol' },
  state: { loading: 'Loading', code: 'Code {code}' },
  act: { retry: 'Try again', renew: 'Load anew', back: 'Back', signIn: 'Sign in', close: 'Close', undo: 'Undo', clear: 'Clear', finish: 'Done', raise: 'Raise the panel', lower: 'Lower the panel' },
  remedy: {
    'sign-in': 'You will come back here after signing in.', offline: 'It opens by itself once there is a signal; nothing you filled in is lost.', retry: 'Wait a moment and try again; nothing you filled in is lost.', reload: 'Something here may just have changed. Reload to see it as it is now.', renew: 'Load it anew to have the new one; what was saved or waits to be sent stays.',
    back: 'If you think you should see this, ask the officer of your region.', correct: 'Look through what you filled in, correct it and send it again.',
  },
  figure: { why: 'How “{label}” is computed', formula: 'Formula', scope: 'Scope' },
  demo: { mark: 'Demo', what: 'Demo city: its people and events are invented' },
  map: {
    zoomIn: 'Zoom in', zoomOut: 'Zoom out', label: 'Map', schematic: 'Schematic: boundaries and streets are drawn for this demonstration, not surveyed', schematicShort: 'Drawn map, not surveyed', bare: 'Borders and streets are not imported yet', loading: 'The map is loading', slow: 'The map takes long to load', groundless: 'No base map', absent: 'No connection: the map cannot be opened just now.', failed: 'The map could not be fetched.', old: 'There is a new version; the map opens once the page is loaded anew.', broken: 'This device cannot show the map; please use the list.', list: 'Show as a list', hideList: 'Hide the list', locate: 'My position', me: 'I am here',
    whole: 'Show everything', nothing: 'Nothing on the map', locateRefused: 'No position. Please allow location in the settings of this device.',
    drawRoute: 'Click along the route, point by point', drawArea: 'Click around the area, point by point', addCentre: 'Add the centre of the map as a point', drawn: '{count} points · {length}', tooFew: 'At least {count} more',
  },
} as const

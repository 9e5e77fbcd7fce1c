export default {
  rail: {
    situation: 'Situation', duties: 'Duties', reservations: 'Reserve', cases: 'Cases', dispatch: 'Dispatch', people: 'People', records: 'Records', points: 'Points', publicity: 'Publicity', planning: 'Planning', statistics: 'Statistics', settings: 'Settings',
  },
  shell: { skip: 'Skip to the page', parts: 'Console', region: 'Region', offline: 'No connection: this page shows how things stood before', signIn: 'Sign in', signOut: 'Sign out', toPhone: 'Open the phone app' },
  role: { officer: 'Officer', police: 'Police', liaison: 'Liaison', leader: 'Team leader', none: 'No role' },
  number: { needed: 'A number is needed', unreadable: 'Digits only', whole: 'Whole numbers only', least: 'At least {min}', most: 'At most {max}' },
  leave: { title: 'Your changes are not saved', what: 'What you filled in on this page will be lost when you leave it.', stay: 'Stay here', go: 'Leave without saving' },
  steps: { closed: 'Not possible now ({count})' },
  keys: { title: 'Keyboard', search: 'Search', next: 'Next', previous: 'Previous', act: 'Act on it', close: 'Close', help: 'Show this sheet' },
  situation: { map: 'Map of the situation in {city}' },
  notFound: { title: 'There is no such page', hint: 'The address may be mistyped, or the page is gone.', home: 'To the first page' },
  refused: { title: 'You do not have the role for this', hint: 'If you need it, ask an officer above you to grant it.', noRole: 'The console is for officers', noRoleWhat: 'You are signed in without such a role. Duties, patrols and reports are in the phone app.' },
} as const

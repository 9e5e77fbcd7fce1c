export default {
  tab: { home: 'Home', duties: 'Duties', report: 'Report', me: 'Me' },
  shell: {
    tabs: 'Main parts', back: 'Back', offline: 'No connection. You can go on.', waiting: '{count} to send once there is a signal', sending: 'Sending {count}', refused: '{count} not accepted, see why', newVersion: 'There is a new version', update: 'Update now',
  },
  home: { setOut: 'Start a patrol', setOutWhat: 'Set out now; way and time are recorded', welcome: 'With time, be a volunteer', welcomeWhat: 'Sign in to take duties, walk patrols and report what is wrong nearby. Hours and points are kept in your name.', signIn: 'Sign in by phone', more: 'More services' },
  title: { duty: 'Duty', record: 'Service record', points: 'Points and hours', signIn: 'Sign in', join: 'Join a team', teams: 'Teams', team: 'Team', consents: 'Terms and consents', realName: 'Real name', profile: 'My profile', account: 'Account and privacy' },
  tile: { consultation: 'Advice', mall: 'Points mall', alerts: 'Alerts', quiz: 'Quiz' },
  danger: { title: 'Someone in danger now? Call', n110: 'Police', n119: 'Fire', n120: 'Medical', n122: 'Traffic' },
  me: { guest: 'Not signed in', guestWhat: 'Sign in to see your duties, hours and points.', records: 'Service records', points: 'Points', cases: 'My reports' },
  notices: { title: 'Notices', count: '{count} unread', allRead: 'None unread' },
  realName: { unverified: 'Real name not verified yet', pending: 'Real name under review', verified: 'Real name verified', rejected: 'Real name not accepted' },
  settings: { title: 'Settings', letters: 'Letters', plain: 'Standard', big: 'Large', texts: 'Text messages', textsWhat: 'A text message too when a patrol within 24 hours is cancelled or your seat on it is taken away; none between 22:00 and 7:00, unless it begins before 9:00.', on: 'On', off: 'Off' },
  outbox: {
    title: 'To send', none: 'All sent', noneWhat: 'What you do without a connection is kept on this phone and sent once there is a signal.', positions: '{count} positions of the patrol', waitingCount: '{count} waiting', refusedCount: '{count} not accepted',
    queued: 'Waiting', sending: 'Being sent', refused: 'Not accepted', send: 'Send now', later: 'Sent by itself once there is a signal; no need to watch.', correct: 'Correct it', again: 'Send again', discard: 'Give up', others: 'Left by someone who was signed in here before: {count}. Sent when they sign in again.',
  },
  command: { report: 'Report', checkIn: 'Check-in', checkOut: 'Check-out', claim: 'Taking a seat', release: 'Releasing a seat' },
  notFound: { title: 'There is no such page', hint: 'The address may be mistyped, or the page is gone.', home: 'To the home page' },
} as const

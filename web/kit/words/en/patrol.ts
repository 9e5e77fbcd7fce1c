export default {
  kind: { street: 'Street patrol', night: 'Night patrol', school: 'School gate', traffic: 'Traffic persuasion', fire: 'Fire check', water: 'Water safety', event: 'Event safety' },
  skill: {
    'first-aid': 'First aid', 'medicine': 'Medicine', 'law': 'Law', 'mediation': 'Mediation', 'counselling': 'Counselling', 'driving': 'Driving', 'riding': 'Riding', 'swimming': 'Lifesaving', 'fire': 'Fire safety', 'electrics': 'Electrics', 'plumbing': 'Plumbing',
    'teaching': 'Teaching', 'elder-care': 'Elder care', 'sign-language': 'Sign language', 'minnan': 'Hokkien', 'drone': 'Drone', 'computer': 'Computers',
  },
  home: {
    near: 'Duties nearby', all: 'All duties', mine: 'My duties', onDuty: 'On patrol', ended: 'Patrol ended', endedWhat: 'See the summary', checkIn: 'Check in', checkInWhat: '{name}, {when}', assigned: '{unit} put you on a patrol', assignedSee: 'See and answer',
  },
  list: {
    list: 'List', order: 'Order', map: 'Map', show: 'Show as', none: 'No duty nearby that you could take', noneWhat: 'You can set out by yourself; way and time are recorded all the same.', setOut: 'Start a patrol', kept: 'No connection; shown as of {time}', locate: 'Search around me', locating: 'Locating',
    seats: '{left} of {seats} seats left', full: 'Full', kept4units: 'rest kept for units', assigned: 'By your unit', perHour: '{points} points/h', away: '{distance} away', soon: 'starts {time}', running: 'under way', grab: 'Take', mine: 'Yours', route: 'Route of the duty',
  },
  order: { soonest: 'Soonest', nearest: 'Nearest' },
  route: { title: 'Start and end of the route', start: 'Start', startMark: 'S', end: 'End', endMark: 'E', both: 'Start and end' },
  day: { today: 'Today', tomorrow: 'Tomorrow' },
  duty: {
    meeting: 'Meeting point', meetingWhat: 'Start of the route, marked S on the map', meetingAway: 'Start of the route, marked S on the map · {distance} away', map: 'Route or area of the duty', when: 'When', seats: 'Seats', seatsWhat: '{seats} in all, {taken} taken', seatsKept: '{seats} in all − {taken} taken − {kept} kept for units = {left} to grab; all of them from {time}', points: 'Points', pointsWhat: '{perHour} points/h × {hours} = {points} points (for the whole duty; counted by real minutes, rounded down)', conditions: 'Conditions',
    realName: 'Real name verified', anyone: 'No real-name check needed', age: 'Age {from} to {to}', ageFrom: 'Age {from} or more', ageTo: 'Age {to} or less', skills: 'Skills: {skills}', risk: 'Risks', insurance: 'Insurance', release: 'Giving back', releaseWhat: 'Not possible in the last {time} before the start; just grabbed, within {minutes} minutes until it begins', releaseAlways: 'Possible until it begins', publisher: 'Published by', callHotline: 'Call 12345', releaseAssigned: 'Put on by your unit: you may say that you cannot go until it begins',
    claim: 'Take a seat', claiming: 'Taking a seat', claimed: 'The seat is yours', claimedWhat: 'Please be there in time and check in. Last moment to give it back: {time}.', tooLateToRelease: 'Too late to give it back here. If you cannot come, tell who published it: {publisher}; if you cannot reach them, 12345 passes it on.', giveBack: 'Give the seat back', giveBackSure: 'Give the seat back? Someone else can take it then.', giveBackYes: 'Give it back', keep: 'Keep it',
    assignedBy: '{unit} ({by}) put you on this patrol', assignedWhat: 'If you cannot go, choose “I cannot go”: the seat goes back to {unit}. Until {time}.', acknowledge: 'Seen, I can go', acknowledged: '{by} knows that you have seen it. Please be there in time and check in.', decline: 'I cannot go', declineSure: 'You cannot go? Your unit will not put you on this patrol again.', declineYes: 'I cannot go', declineNo: 'I can go',
    attended: 'You have served on this duty', records: 'See my records', goCheckIn: 'Check in', checkInFrom: 'Check-in opens at {time}', cancelled: 'Cancelled: {reason}', region: 'Region', line: 'route of about {length}', area: 'patrol inside the area', outdated: 'No connection; seats may have changed',
  },
  remedy: {
    'real-name-required': 'To the real-name check', 'consent-needed': 'Read and agree', 'terms-needed': 'Read and agree', 'overlapping-duty': 'See my duties', 'already-claimed': 'See my duties', 'sign-in-required': 'Sign in', 'patrol-full': 'See others nearby', 'patrol-over': 'See others nearby', 'patrol-not-open': 'See others nearby',
    'already-on-duty': 'Back to the patrol', 'no-claim': 'See duties nearby', 'kept-for-units': 'See others nearby', 'patrol-cancelled': 'See others nearby', 'age-not-suitable': 'See others nearby', 'skill-missing': 'See others nearby',
  },
  review: { what: 'You have handed it in; an officer of your area is checking it. You can take part once it is accepted.', open: 'See how it stands' },
  detail: {
    'outside-fence': 'You are {away_m} m from the route; {allowed_m} m are allowed. Go nearer, then check in.', 'position-too-coarse': 'Accuracy about {accuracy_m} m; {allowed_m} m are allowed. Wait a few seconds in the open and try again.', 'too-early': 'Check-in opens at {from}.', 'time-not-plausible': 'Please let the phone set its time by itself.',
    'real-name-required': 'You can take part once it is verified, usually within one or two working days.', 'consent-needed': 'Your position is recorded only between check-in and check-out.', 'kept-for-units': 'Seats without a member can be grabbed from {until}.', 'patrol-cancelled': 'Reason: {reason}',
  },
  consent: { due: 'Please read before setting out', agree: 'Agree and go on', agreeing: 'Saving', later: 'Without it you cannot check in; everything else works as before.' },
  start: {
    title: 'Start a patrol', titleDuty: 'Check in', self: 'Set out now; way and time are recorded, {points} points/h. It ends by itself after {length}.', selfPlain: 'Set out now; way and time are recorded. It ends by itself.', begin: 'Set out', beginDuty: 'Check in', offline: 'You can begin without a connection: the check-in is kept on the phone and sent later.',
    accuracy: 'Located, accuracy about {metres} m', coarse: 'Accuracy about {metres} m, rather coarse. A few seconds in the open make it better.', again: 'Locate again', away: '{distance} from the route',
    keepOpen: 'Please keep this page open while on patrol; nothing is recorded while the screen is off or another app is in front.', upcoming: 'You can check in to a duty of yours', back: 'Back',
  },
  position: {
    off: 'No position yet', asking: 'Locating', known: 'Located', refused: 'No permission. Allow the browser to use your location in the settings of the phone, then come back.', unavailable: 'No position signal just now. Go into the open, or switch location on.', timeout: 'Locating takes too long, trying again. Please go into the open.',
    insecure: 'This address is not https, so the browser refuses location. Please open the https address.', paused: 'The page is in the background; positions are not recorded', allow: 'Allow location',
  },
  walk: {
    running: 'On patrol', checkingIn: 'Checking in', waitingIn: 'Check-in waits', refusedIn: 'Check-in not accepted', refusedOut: 'Check-out not accepted', ended: 'Patrol ended', map: 'My trail and the route', trail: 'My trail', route: 'Route', missing: 'Not walked yet', time: 'Time', distance: 'Distance', covered: 'Covered', left: 'until {time}',
    coveredFormula: 'walked length of the route ÷ its whole length; within 30 m of the trail counts as walked', coveredScope: 'Estimated on the phone; the record after check-out counts', distanceFormula: 'Along the fixes, without coarse, jumping and standing ones; silences of two minutes or more are left out', fix: 'Located {time}', noFix: 'No position yet', sent: 'all sent', waiting: '{count} waiting', offline: '{count} waiting, sent once there is a signal', linkRefused: 'The server does not take positions of this phone; please tell an officer afterwards',
    gaps: '{count} gaps, {time} in all; not counted in the distance', gaps_one: '{count} gap of {time}; not counted in the distance', coarse: 'accuracy {metres} m, coarse', accuracy: 'accuracy {metres} m', awake: 'screen stays on', notAwake: 'keep the screen on, else nothing is recorded', provisional: 'The check-in is kept on the phone and sent once there is a signal; positions are recorded meanwhile.', report: 'Report', sos: 'Emergency calls · hold', sosTitle: 'Call directly', sosWhat: 'Hold for a second; on a keyboard press Enter.', sosHold: 'Hold for a second, then let go', sosNobody: 'These are only the numbers: nobody is told by this app.', finish: 'End',
    finishSure: 'End the patrol?', finishWhat: '{time} on patrol, {distance}. After this no positions are recorded.', finishWaiting: '{count} positions wait and are sent first.', finishOffline: 'No connection: the check-out is kept on the phone and sent later.', finishYes: 'End it', finishing: 'Sending positions', goOn: 'Go on', giveUp: 'Give this check-in up', giveUpWhat: 'The positions of this attempt are then deleted from the phone.', tryAgain: 'Check in again from here', home: 'Home', autoClosed: 'Ended by itself at the planned time',
    dangerClose: 'Close',
  },
  summary: { so: '{time} on patrol, {distance}.', sent: 'Check-out is kept; the record is being made', waiting: 'Check-out is kept on the phone and sent once there is a signal', unsent: '{count} things are still to be sent. You may close this: they go by themselves once there is a signal.', fixes: '{count} positions wait; the record is updated when they arrived', see: 'See the record', done: 'Done', minutes: 'Time served', noPoints: 'credited once confirmed' },
  record: {
    none: 'No service records yet', noneWhat: 'After a patrol its time, points and track appear here.', more: 'More', minutesWhat: '{minutes} min counted', measured: '{minutes} min measured', points: '{points} points', notCredited: 'Not credited', formula: '{minutes} min × {perHour} points/h ÷ 60 = {points} points (rounded down)', wouldBe: 'Once confirmed: {minutes} min × {perHour} points/h ÷ 60 = {points} points (rounded down)',
    times: 'Time', moving: 'Walking', covered: 'route covered', fixes: 'Fixes', proof: 'Proof: {strength}', how: 'How it is proven', noFlags: 'Nothing stands against it', decided: 'Decision', bySystem: 'Confirmed by rule', byOfficer: 'Decided by an officer', decidedWhat: '{who}, {time}', note: 'Note: {note}', waitingOfficer: 'Waits for an officer of the region',
    here: 'Here then', track: 'Track', trackMap: 'Track of this patrol', play: 'Play', pause: 'Pause', position: 'Moment shown', trackNone: 'No track', trackGone: 'The track was deleted as promised; distance and minutes stay', gapsWhat: '{count} gaps, {time} in all; the line is broken there', gapsWhat_one: '{count} gap of {time}; the line is broken there', noGaps: 'No gaps', ledger: 'See the entries', openDuty: 'See the duty', version: 'filter version {version}',
    dispute: 'This record is wrong', disputeWhat: 'Write what is wrong; an officer of the region looks at it again. What was credited stays meanwhile.', reason: 'Reason', reasonHint: 'For example: the battery was empty, I walked until 21:00', send: 'Send', cancel: 'Cancel', disputed: 'What you said: {reason}',
  },
  recordState: { pending: 'To confirm', confirmed: 'Confirmed', rejected: 'Not accepted', disputed: 'Disputed' },
  strength: { strong: 'strong', medium: 'medium', weak: 'weak' },
  strengthWhat: { strong: 'Check-in inside the area, and a track that stayed inside', medium: 'Either the check-in or the track proves it', weak: 'Neither the check-in nor the track proves it' },
  proofKind: { geofence: 'Inside the area at check-in (distance {detail})', track: 'Track: {fixes} fixes, {distance}' },
  flag: {
    'sent-late': 'Check-in sent later: no connection then', 'patrol-cancelled': 'The patrol was cancelled; an officer decides on the time walked', 'auto-closed': 'Ended by itself, not by check-out', 'mock-position': 'Position made up by another app', 'little-movement': 'Little movement, as if staying in one place', 'left-area': 'Outside the area for too much of the time', 'no-track': 'No track', 'long-gap': 'No positions for too much of the time',
  },
  points: {
    balance: 'Points', hours: 'Time served', currency: 'Show', points: 'Points', minutes: 'Hours', none: 'No entries yet', noneWhat: 'When a service record is confirmed, its time and points are entered here, each with its reason.', balanceAfter: 'balance {balance}', reversed: 'Reversed', minutesUnit: '{count} min', pointsUnit: '{count} points', pointsUnit_one: '{count} point', more: 'More',
    balanceFormula: 'everything credited less everything spent or reversed', formulaPoints: '{minutes} min × {pointsPerHour} points/h ÷ 60, rounded down', formulaMinutes: 'whole minutes between check-in and check-out, inside the planned time',
  },
  entryDispute: {
    act: 'This is wrong', what: 'Write what is wrong; an officer of the region checks it and answers. The entry itself is never changed; if it is wrong, its reversal is entered.', hint: 'For example: it was not me who reported this', words: 'What you said: {words}', answer: 'Answer: {answer}',
  },
  entryDisputeState: { open: 'Disputed', kept: 'Checked: it stays', reversed: 'Checked: reversed' },
  reason: { 'patrol-served': 'Patrol: {name}', 'case-solved': 'Report solved: {name}', 'reversal': 'Reversal: {name}', 'redemption': 'Spent: {name}' },
} as const

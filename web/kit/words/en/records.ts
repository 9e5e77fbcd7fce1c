export default {
  list: { title: 'Service records', state: 'State', region: 'Region', none: 'Nothing waits for you', noneWhat: 'Records that can be confirmed by rule have been credited already.', more: 'Load more', minutes: '{count} min', all: 'All', map: 'Map of the track' },
  state: { pending: 'To confirm', disputed: 'Disputed', confirmed: 'Confirmed', rejected: 'Rejected' },
  one: {
    who: 'Person', window: 'Time', region: 'Region', recordedBy: 'Recorded by', system: 'the system', decided: 'Decided', by: '{who}, {at}', rule: 'Confirmed by rule', officer: 'an officer', note: 'Note', dispute: 'What the person says', proofs: 'Proofs', flags: 'Doubts', noFlags: 'No doubts', strength: 'How well proven', patrol: 'See the patrol', person: 'See the person',
  },
  figure: {
    minutes: 'Measured', minutesFormula: 'Check-out minus check-in in whole minutes; on a patrol only what lies in its time window', credited: 'Credited', points: 'Points', pointsFormula: 'Minutes credited × {rate} an hour ÷ 60, rounded down', distance: 'Walked', distanceFormula: 'Sum of distances along the cleaned track; jumps, made-up fixes and drift while standing do not count (filter version {version})', moving: 'Time moving', movingFormula: 'Time between fixes in which the person moved', covered: 'Route covered', coveredFormula: 'Length of route walked ÷ length of the route; passing close by counts as walked', fixes: 'Positions', fixesFormula: 'Positions used between check-in and check-out', scope: 'This attendance',
  },
  unit: { minutes: 'min', points: 'pts' },
  strength: { strong: 'Strong: checked in inside the area, and the track stayed inside', medium: 'Medium: one of the two holds, or a lively track on a self-started patrol', weak: 'Weak: nothing reliable' },
  proof: { geofence: 'Check-in inside the area', track: 'Continuous track', geofenceWhat: '{detail} from route or area', trackWhat: '{fixes} positions, {metres} m' },
  flag: { 'mock-position': 'The phone marked positions as made up', 'little-movement': 'Hardly moved, almost standing still', 'left-area': 'Outside the patrol\'s area for too much of the time', 'no-track': 'No position at all', 'long-gap': 'No positions for too much of the time', 'sent-late': 'The check-in was sent afterwards', 'patrol-cancelled': 'The patrol was cancelled; the phone was offline', 'auto-closed': 'Never checked out; closed automatically' },
  replay: { title: 'Replay', none: 'No track', at: '{at}', gap: 'No position at this moment (gap of {length})', gaps: '{count} gaps, {length} in all, shown by a ring and grey lines, not counted as walked', play: 'Play', pause: 'Pause', slider: 'Time of the replay', dropped: '{count} left out', live: 'Still walking; the track is not final', logged: 'Looking at a person\'s track is logged', here: 'Here then', start: 'Start', end: 'End' },
  disputes: {
    title: 'Disputed entries', parts: 'Service records and disputed entries', region: 'Region', none: 'No disputed entries', noneWhat: 'What volunteers say against entries other than those of patrols appears here; patrols are disputed on their service record.', more: 'Load more', entered: '{amount} · entered {at}', points: '{count} points', minutes: '{count} min', said: 'What the person says ({at})', answered: 'Answer ({at})', answer: 'Answer; the person reads it', own: 'Nobody answers their own dispute', case: 'See the case', keep: 'Keep', reverse: 'Reverse', what: 'Entries are never changed: a reversal enters the opposite, and the balance follows.',
  },
  disputeState: { open: 'To answer', kept: 'Kept', reversed: 'Reversed' },
  step: { all: 'Steps', confirm: 'Confirm', reject: 'Reject', minutes: 'Minutes to credit', note: 'Note', noteLess: 'Fewer than the {measured} measured: say why', noteReject: 'Say why; the person reads it', notNow: 'A record that is “{state}” cannot be changed: {step}', own: 'Nobody decides on their own service', back: 'Back', done: 'Decided' },
} as const

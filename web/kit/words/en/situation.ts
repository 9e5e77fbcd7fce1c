export default {
  title: 'Situation',
  map: 'Situation in {city}: people on duty, cases and today\'s patrols',
  layer: { title: 'Layers', walkers: 'People on duty', cases: 'Open cases', patrols: 'Today\'s patrols', region: 'Region border' },
  filter: { region: 'Region', look: 'How they set out', all: 'All', onPatrol: 'On a patrol', selfStarted: 'Self-started', kind: 'Kind of patrol', anyKind: 'All kinds', category: 'Kind of case', anyCategory: 'All kinds', title: 'Filters and layers' },
  figure: {
    walkers: 'On duty', walkersFormula: 'People checked in and not yet checked out, however old their last position is', cases: 'Cases', casesFormula: 'Cases that are not closed, those at work elsewhere or waiting for the reporter included', gap: 'Seats free',
    gapFormula: 'Seats minus seats taken, summed over today\'s published patrols that are not over', scope: '{region}, at this moment',
  },
  live: { connecting: 'Connecting to live positions…', live: 'Live', lost: 'Live connection lost, trying again. The map shows positions from {age}', ended: 'You were signed out; please sign in again', refused: 'You may not see live positions of this region' },
  walker: {
    title: 'On duty', kind: 'How', onPatrol: 'On a patrol', selfStarted: 'Self-started', name: 'Patrol', since: 'Since', minutes: '{length} so far', fix: 'Last position', region: 'Region', planned: 'Planned end', distance: 'Walked', moving: 'Time moving', gaps: 'Gaps', gapsWhat: '{count}, {length} in all', fixes: 'Positions',
    person: 'See the person', patrol: 'See the patrol', gone: 'No longer on duty', goneWhat: 'This person has checked out; the service record is under Records.', trail: 'Trail', trailLogged: 'Looking at a person\'s trail is logged', cells: '{count} people', ageMinutes: '{minutes} min ago', fresh: 'The position is up to date', stale: 'May have moved since', lost: 'No position for over 5 minutes',
  },
  list: { open: 'List', close: 'Hide list', title: '{count} on duty', shown: 'The first {count} are listed; choose a smaller region', none: 'Nobody is on duty right now', noneWhat: 'Whoever checks in appears here and on the map.' },
  case: { title: 'Case', open: 'Open the case', due: 'Due', reported: 'Reported', place: 'Place' },
  patrol: { seats: '{taken} of {seats} seats', open: 'Open the patrol', window: 'Time' },
} as const

export default {
  page: {
    title: 'Unit reservations', unit: 'Unit', teams: 'Teams and members of my unit', what: 'Reserve seats kept for units, then put members of your unit on them. Seats without a member at the release time are open to everyone.',
    own: 'Reserved by my unit', ownNone: 'Nothing reserved yet', ownNoneWhat: 'Choose a patrol below, say how many, and reserve.', more: 'More', ended: 'Earlier ones', open: 'Patrols to reserve', openNone: 'No further patrol to reserve', openNoneWhat: 'Once a patrol is published, the seats kept for units appear here.',
  },
  seats: {
    left: 'Left to reserve', leftFormula: 'kept for units {kept} − reserved by units {reserved} = {left}', reserve: 'Reserve', count: 'How many seats', assigned: '{assigned} of {seats} filled', missing: '{count} missing',
    until: 'released {time}', soon: '({time})', released: 'was released {time}', perHour: '{points} points an hour', all: 'All reserved', open: 'Choose members', see: 'Open',
  },
  state: { standing: 'Reserved', released: 'Released', returned: 'Given back', cancelled: 'Patrol cancelled', begun: 'Under way', over: 'Over' },
  sheet: {
    when: 'Time', region: 'Region', points: 'Points', conditions: 'Conditions', realName: 'Real name', anyone: 'Open to all', age: 'Aged {from}–{to}', ageFrom: '{from} or older', ageTo: '{to} or younger', risk: 'Risks', until: 'Release time', seats: 'Seats reserved', change: 'Change', changeHint: 'Not fewer than members are on it; until the release time.',
    giveBack: 'Give all seats back', giveBackSure: 'The {count} members on it need not go; other units may reserve the seats.', giveBackYes: 'Give back', keep: 'Keep them', members: 'Members', membersNone: 'Nobody yet', replace: 'Replace', takeOff: 'Take off', takeOffSure: 'Take {name} off?', yes: 'Yes', no: 'No', tooLate: 'The patrol has begun; nothing can be changed any more.',
  },
  find: {
    title: 'Choose members', titleReplace: 'Who takes the place of {name}?', stop: 'Leave it', name: 'Whole name', find: 'Find', none: 'No member found', noneWhat: 'Members join a team of your unit first; write the whole name.', pick: 'Choose', phone: 'Phone', teams: 'Teams', why: 'Can go?', can: 'Yes', assign: 'Put {count} on', take: 'Takes over', full: 'All seats are filled; reserve more first.', left: '{count} more can go', refused: 'These could not be put on', masked: 'Names and phones are shown in part',
  },
  refusal: { 'already-claimed': 'on this patrol already', 'overlapping-duty': 'has another duty at that time', 'real-name-required': 'real name not verified', 'age-not-suitable': 'age does not fit', 'skill-missing': 'a skill is missing', 'terms-needed': 'has not agreed to the terms', 'consent-needed': 'has not agreed to position recording', 'declined-before': 'has declined', 'reservation-full': 'no seat left', 'not-of-unit': 'not a member of the unit' },
  member: { assigned: 'Not seen yet', acknowledged: 'Knows', attended: 'Checked in', 'no-show': 'Did not come', declined: 'Declined', 'taken-off': 'Taken off', replaced: 'Replaced', returned: 'Given back', cancelled: 'Cancelled' },
  officer: { title: 'Units', none: 'No unit has reserved yet', line: '{seats} reserved, {assigned} filled', kept: 'For units', keptWhat: '{forUnits}, {kept} without a member, released {time}', keptOver: '{forUnits}, released {time}', keptDraft: '{forUnits} until {time}', formula: 'to be grabbed = {seats} seats − {taken} taken − {kept} kept for units = {free}' },
} as const

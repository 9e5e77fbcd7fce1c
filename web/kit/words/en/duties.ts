export default {
  region: { searching: 'Searching…', none: 'No such name within your regions' },
  phase: { draft: 'Draft', scheduled: 'Scheduled', wanted: 'People wanted', kept: 'Waiting for units', full: 'Full', running: 'Under way', over: 'Time is up', cancelled: 'Cancelled', finished: 'Finished' },
  state: { draft: 'Draft', scheduled: 'Scheduled', open: 'Published', cancelled: 'Cancelled', finished: 'Finished' },
  list: {
    title: 'Duties', new: 'New patrol', search: 'Name of the patrol', state: 'State', anyState: 'All states', region: 'Region', time: 'Time', none: 'No patrol fits', noneWhat: 'Try other filters, or draw a new patrol.', more: 'Load more', seats: '{taken} of {seats}', map: 'Map of patrols', layer: 'Patrols', free: '{count} wanted',
  },
  time: { ahead: 'Not over yet', today: 'Today', tomorrow: 'Tomorrow', week: 'Next 7 days', past: 'Past 7 days', all: 'Any time' },
  one: {
    kind: 'Kind', window: 'Time', region: 'Region', seats: 'Seats', seatsWhat: '{taken} taken of {seats}', points: 'Points', pointsWhat: '{points} an hour', conditions: 'Conditions', realName: 'Real name', anyone: 'Open to all', age: 'Aged {from}–{to}', ageFrom: '{from} or older', ageTo: '{to} or younger', risk: 'Risks', insurance: 'Insurance', release: 'Seats returnable until', releaseWhat: '{length} before the start; just grabbed, within {minutes} minutes until it begins', releaseNone: 'the start',
    publishAt: 'To be published', publishedAt: 'Published', publisher: 'Published by', cancelled: 'Why cancelled', length: 'Length', seatsCancelled: '{taken} taken of {seats} at the cancellation', nobodyHad: 'Nobody had a seat at the cancellation', people: 'Who has a seat', nobody: 'Nobody has taken a seat yet', claimed: 'Took the seat {at}', autoClosed: 'closed automatically',
  },
  seat: { notYet: 'Not checked in', absent: 'Did not come', ended: 'Ended with the patrol; was told', onDuty: 'On duty since {from}', done: 'Served {from}–{to}' },
  step: {
    all: 'Steps', publish: 'Publish now', publishAt: 'Publish at…', edit: 'Edit', cancel: 'Cancel patrol', duplicate: 'Duplicate', back: 'Back', reason: 'Reason (told to everyone with a seat)', at: 'Publish at', published: 'Published', notNow: 'It is “{state}” now; {step} is possible in “{allowed}” only', windowPast: 'Its time is over; change the time first',
    publishAsk: 'Points, seats and conditions are fixed once published.', cancelAsk: 'This cannot be undone; {count} people with a seat will be told.',
  },
  edit: {
    titleNew: 'New patrol', titleEdit: 'Edit patrol', titleCopy: 'Duplicate patrol', name: 'Name', nameHint: 'For example: West Bridge night walk', kind: 'Kind', region: 'Region', shape: 'Where', route: 'Route', area: 'Area', shapeHint: 'Click on the map point by point. The first point is the meeting point.', startsAt: 'Starts', endsAt: 'Ends', seats: 'Seats', points: 'Points an hour', realName: 'Real-name check needed', ageMin: 'Youngest', ageMax: 'Oldest', noLimit: 'Any', skills: 'Skills needed', noSkills: 'None', risk: 'Risks', riskHint: 'Traffic, weather, what to keep away from', insurance: 'Insurance', insuranceHint: 'Who insures, and what', release: 'Seats returnable until (minutes before)',
    save: 'Save draft', publish: 'Save and publish', saveChanges: 'Save changes', leave: 'Discard', clear: 'Draw again', map: 'Map to draw the patrol on', required: 'Fields with * are needed', minutesHint: '0: until the start', length: 'about {length}',
    units: 'Kept for units', unitsHint: 'Units reserve these seats first and put their members on them; what has no member at the release time is open to everyone. 0: all seats are grabbed.', seatsForUnits: 'Seats for units', unitsUntil: 'Release time', unitsFormula: 'to be grabbed at first = {seats} − {kept} = {free}',
  },
  wrong: {
    name: '2 to 60 letters', kind: 'Choose a kind', regionCode: 'Choose one of your regions', shape: 'A route needs two points, an area three', startsAt: 'When does it start?', endsAt: 'After the start, 12 hours at most', seats: '1 to 10,000', pointsPerHour: '0 to 100', 'conditions-ageMin': '14 to 100', 'conditions-ageMax': '14 to 120, not below the youngest', riskText: 'Say what to look out for', insuranceNote: 'Say how people are insured', releaseDeadlineMinutes: '0 to 10,080 minutes', seatsForUnits: 'Not more than there are seats', unitsUntil: 'After the publication, before the start',
  },
} as const

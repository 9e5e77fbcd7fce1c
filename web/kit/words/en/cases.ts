export default {
  overdue: 'overdue',
  yes: 'Yes', no: 'No',
  ticket: 'ticket {number}', passedTo: 'passed to {desk}', extendedBy: '{days} working days more',
  party: { reporter: 'Reporter', follower: 'Follower', above: 'Officer above' },
  danger: {
    ask: 'Is someone in danger now?', why: 'Fire, violence, drowning, gas, a traffic accident: call first, do not wait here.', yes: 'Yes, danger', no: 'No, go on', call: 'Call at once', back: 'No danger, back to the report',
    n110: 'Police', n119: 'Fire', n120: 'Ambulance', n122: 'Traffic',
  },
  report: {
    title: 'Report', edit: 'Correct and send again', signIn: 'Sign in to report and to see what becomes of it.', toSignIn: 'Sign in', photos: 'Photos', photosHint: '1–9, best one from afar and one close up', photosOptional: 'This kind needs no photo; mind your own safety first', add: 'Photo', remove: 'Remove photo {number}', shown: 'Photo {number}',
    photoNote: 'Place and camera marks are removed on this phone. Keep faces and number plates out.', photoBroken: 'This picture cannot be read; take another.', place: 'Place', placeHint: 'Move the map until the pin is on the spot', finding: 'Finding the position…', noFix: 'No position found: move the map, or describe the place.',
    fixed: 'Position found', pin: 'The pin is in {place}', outside: 'The pin lies outside the city', pinLater: 'No position now, describe it in words', address: 'Where', addressHint: 'Such as: beside 12 Xinhua West Road', addressNeeded: 'Say where it is; the position can be added later', category: 'Category', words: 'What is wrong', wordsHint: 'What you see and since when (may stay empty)',
    similar: 'Similar reports nearby', follow: 'That is it, follow it', followed: 'Following', yours: 'Yours', metres: '{count} m away', followers: '{count} following', preview: 'What the desk will see', previewWho: 'Only your family name; the middle of your phone number is hidden',
    mark: 'The words seem to hold {what}; please remove what is private to others.', markPhone: 'a phone number', markId: 'an ID number', markPlate: 'a number plate',
    restored: 'You had not sent this yet. It is kept on this phone for a day.', startOver: 'Start over',
    notKept: 'It could not be kept on this phone; it may be full. Nothing is lost here, please try again.', needPhoto: 'Take at least one photo', needCategory: 'Choose a category', needAnswers: 'Answer the questions', needPlace: 'Set the place', submit: 'Send', saving: 'Keeping it…', emergency: 'For this, call', optional: 'optional',
  },
  mine: { title: 'My reports', none: 'No reports yet', noneWhat: 'A dead street light, a broken cover, a blocked lane: take a picture and someone will see to it.', report: 'Report', more: 'More', waiting: 'Waiting to be sent', refused: 'Not accepted', follows: 'Following' },
  one: {
    title: 'Case', kept: 'Kept on this phone', keptWhat: 'Sent by itself once there is a signal; it then gets a number.', sending: 'Being sent…', refused: 'Not accepted', edit: 'Correct it', terms: 'Read and agree', due: 'Due {at}', dueLeft: '{left} left', dueOver: '{left} over', desk: 'With {desk}', history: 'What happened', photos: 'Photos',
    asked: '{question}: {answer}', askSolved: 'Is it solved?', answer: 'Answer', solved: 'Solved', notSolved: 'Not solved', wordSolved: 'A word, if you like', wordNotSolved: 'What is still wrong', send: 'Send', cancel: 'Cancel', more: 'More', outcomeSolved: 'You said it is solved', outcomeUnanswered: 'Closed without your answer', outcomeWithdrawn: 'Withdrawn',
    locate: 'Add the position', needLocate: 'No position yet; without one nobody can be sent.', here: 'It is where the pin is', moveMap: 'No position found; move the map until the pin is at the place', duplicate: 'Merged into {number}', follower: 'You follow this case and see its progress and answers.', unfollow: 'Stop following', leg: 'Outside desk',
  },
  desk: {
    title: 'Cases', list: 'List of cases', search: 'Number, words, place', state: 'State', open: 'Open', all: 'All', category: 'Category', anyCategory: 'Any kind', overdue: 'Overdue only', mine: 'Mine', sort: 'Sort', newest: 'Newest', dueFirst: 'Due first', none: 'No case fits', noneWhat: 'Try another filter.', more: 'More',
    countOpen: 'Open', countOpenFormula: 'Cases that are not closed, those at work elsewhere or waiting for the reporter included', countOverdue: 'Overdue', countOverdueFormula: 'Of these, past their deadline and not yet answered', countScope: 'Your regions, at this moment', onTime: 'On time', onTimeFormula: 'Closed in time ÷ (closed + open overdue)', onTimeScope: 'Reported in your regions in the last 90 days; withdrawn and merged ones do not count', map: 'Map of cases', layer: 'Cases',
    facts: 'Facts', reporter: 'Reporter', phone: 'Phone', place: 'Place', due: 'Due', assignee: 'Assigned to', patrol: 'During a patrol', followers: 'Followers', history: 'History', photos: 'Photos', answers: 'Answers', internal: 'internal', noWords: 'No words given', supervised: 'Supervised', urged: 'Urged', reopened: 'Reopened {count}×',
    steps: 'Steps', take: 'Confirm', cancel: 'Cancel', note: 'Note', publicNote: 'Public answer (the reporter reads it)', reason: 'Reason', target: 'Desk', targetRegion: 'Region', zoomIn: 'Zoom in until the pin is on the spot', channel: 'Hand over to', duplicateOf: 'Merge into', days: 'Working days', assigneeWhat: 'Who does it', choose: 'Choose', noSimilar: 'No similar case nearby', gone: 'The case has left your region', tries: '{count} tries', nextTry: 'next {at}', leg: 'Outside desk',
    pinned: 'No position',
  },
  leg: { 'to-send': 'to be sent', failed: 'sending failed', sent: 'sent', accepted: 'accepted', replied: 'replied', returned: 'returned', recalled: 'taken back' },
} as const

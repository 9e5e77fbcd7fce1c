export default {
  signIn: {
    title: 'Sign in', phone: 'Phone number', phoneHint: '11 digits', getCode: 'Send code', again: 'Send again', wait: 'Send again in {count} s', code: 'Code', codeHint: '6 digits', enter: 'Sign in', sent: 'A code was sent to {phone}. It is good for 10 minutes.',
    demo: 'Demo city: the code is {code}', change: 'Use another phone', terms: 'Your first sign-in makes your account; the terms come next. Nobody can be registered without signing in and confirming.',
  },
  firstRun: { title: 'First officer', what: 'This city has no officer yet. Enter the token the server printed when it started. You become the city\'s officer and can grant roles from there.', token: 'Token', region: 'City', become: 'Become the first officer', closed: 'The first officer is in place.', signInFirst: 'Please sign in with your phone first.', toConsole: 'Open the console' },
  consents: {
    title: 'Terms and consents', due: 'Please read and agree to these first', required: 'Needed to use the platform', free: 'Your choice', agree: 'Agree', agreed: 'Agreed', withdraw: 'Withdraw', withdrawn: 'Withdrawn', outdated: 'The text has changed', given: 'Agreed {date}, version {version}', agreeAll: 'I have read these and agree', done: 'Continue', notGiven: 'Not given',
  },
  realName: {
    title: 'Real name', why: 'Checks who you are and how old, for service certificates and insurance. Kept encrypted; reviewed by officers of your region.', name: 'Name', nameHint: 'as on the ID card', idNumber: 'ID number', idHint: '18 characters, the last may be X', guardianName: 'Guardian\'s name', guardianPhone: 'Guardian\'s phone', minor: 'Under 18: please name a guardian', submit: 'Hand in', consent: 'I have read and give the separate consent for real names', read: 'Read it',
    pending: 'Handed in, waiting for an officer of your region', pendingWhat: 'Usually one or two working days. You can look at duties and report meanwhile.', verified: 'Your real name is verified', rejected: 'Not accepted: {reason}', region: 'Please choose your community first', again: 'Fill in again', age_one: '{count} year', age_other: '{count} years',
  },
  status: { unverified: 'Not handed in', pending: 'In review', verified: 'Verified', rejected: 'Rejected' },
  profile: { title: 'My profile', region: 'My community', choose: 'Choose a community', change: 'Change', search: 'Name of community or street', none: 'No region of this name', skills: 'What I can do', skillsWhat: 'Duties that need a skill are matched by this.', save: 'Save', saved: 'Saved' },
  skill: {
    'first-aid': 'First aid', 'medicine': 'Medicine', 'law': 'Law', 'mediation': 'Mediation', 'counselling': 'Counselling', 'driving': 'Driving', 'riding': 'Riding', 'swimming': 'Lifesaving', 'fire': 'Fire safety', 'electrics': 'Electrics', 'plumbing': 'Plumbing',
    'teaching': 'Teaching', 'elder-care': 'Elder care', 'sign-language': 'Sign language', 'minnan': 'Hokkien', 'drone': 'Drone', 'computer': 'Computers',
  },
  role: { officer: 'Officer', police: 'Police', liaison: 'Liaison', leader: 'Team leader' },
  organisationKind: { 'committee': 'Community committee', 'street-office': 'Street or town office', 'police-station': 'Police station', 'department': 'Department', 'hospital': 'Hospital', 'school': 'School', 'company': 'Company', 'association': 'Association' },
  teamKind: { patrol: 'Patrol', riders: 'Riders', traffic: 'Traffic', mediation: 'Mediation', medical: 'Medical', legal: 'Legal', fire: 'Fire', care: 'Care', students: 'Students', general: 'General' },
  teams: {
    title: 'Teams', mine: 'My teams', find: 'Find a team', near: 'Teams of my region', search: 'Name of the team', none: 'No teams yet', noneWhat: 'Officers found teams on the console.', noneMine: 'You are in no team yet', members_one: '{count} member', members_other: '{count} members', leader: 'Leader {name}', noLeader: 'No leader yet', youLead: 'You lead this team', join: 'Ask to join', message: 'A word to the leader (optional)', requested: 'Asked, waiting for the leader', withdraw: 'Take the request back', leave: 'Leave the team', leaveSure: 'Press again to leave',
    inside: 'Member', closed: 'The team is closed', requests: 'Requests to join', approve: 'Approve', refuse: 'Refuse', membersTitle: 'Members', about: 'About', organisation: 'Organisation', region: 'Region',
  },
  join: { title: 'Join a team', invited: 'You are invited to', accept: 'Join', joined: 'You are a member', open: 'See the team', signIn: 'Sign in to join' },
  invitation: { title: 'Invitations', toTeam: '{name} invites you to {team}', toRole: '{name} invites you: {role}, {place}', accept: 'Accept', refuse: 'Decline', what: 'Nobody is registered without their own confirmation.' },
  account: {
    title: 'Account and privacy', copy: 'Download my information', copyWhat: 'Everything held about you, and who has read it.', sessions: 'Where I am signed in', here: 'this device', end: 'Sign it out', device: 'Unknown device', seen: 'last used {time}', signOut: 'Sign out', delete: 'Delete my account', deleteWhat: 'Your key is destroyed: name, ID number and phone can never be read again, service records keep only a number. This cannot be undone.', deleteCode: 'Send a code for deletion', deleteNow: 'Delete now',
  },
  me: { realName: 'Real name', profile: 'My profile', teams: 'Teams', consents: 'Terms and consents', account: 'Account and privacy', invitations_one: '{count} invitation waits for you', invitations_other: '{count} invitations wait for you', consentsDue: 'There are terms to read', noTeams: 'none', toConsole: 'Open the console' },
  tabs: { people: 'People', review: 'Real-name review', teams: 'Teams', requests: 'Join requests', organisations: 'Organisations', grants: 'Roles', invitations: 'Invitations', audit: 'Audit log' },
  list: { name: 'Name', phone: 'Phone', status: 'Real name', age: 'Age', region: 'Region', joined: 'Joined', skills: 'Skills', nameExact: 'Full name', phoneExact: 'Full phone number', allStatus: 'Any status', find: 'Find', none: 'Nobody fits', noneWhat: 'Names and phones are matched whole; parts are not searched.', more: 'More', noRegion: 'not chosen' },
  detail: { teams: 'Teams', grants: 'Roles', idNumber: 'ID number', read: 'Read the full identity', readWhat: 'Give a reason. Who read, when and why is recorded, and the person can see it.', reason: 'Reason', show: 'Read', hide: 'Hide', guardian: 'Guardian', birthDate: 'Born', sex: 'Sex', female: 'female', male: 'male', grant: 'Grant a role', none: 'none' },
  review: { none: 'No real names to review', noneWhat: 'New ones appear here, first come first served.', submitted: 'Handed in', verify: 'Verify', reject: 'Reject', why: 'Why not (the person sees this)', minor: 'minor', check: 'Check identity', pending: 'To review', verified: 'Verified', rejected: 'Rejected' },
  grant: { title: 'Grant a role', role: 'Role', place: 'For', by: 'Granted', revoke: 'Revoke', reason: 'Why it is revoked', none: 'No roles granted in your regions yet', grantTo: 'Grant', person: 'Person', forOrganisation: 'Organisation', all: 'All roles' },
  organisation: { title: 'Organisations', add: 'Enter an organisation', edit: 'Correct', name: 'Name', kind: 'Kind', creditCode: 'Unified social credit code', liaisons: 'Liaisons', teams: 'Teams', none: 'No organisations yet', save: 'Save' },
  team: { add: 'Found a team', edit: 'Change', name: 'Name', kind: 'Kind', about: 'About', leader: 'Leader', members: 'Members', close: 'Close the team', closeReason: 'Why it closes', remove: 'Remove', removeReason: 'Why removed', handOver: 'Make leader', links: 'QR invitations', newLink: 'Make a QR code', days: 'Days valid', uses: 'Uses', used: 'used {uses}/{max}', until: 'until {date}', over: 'over', revoke: 'End it', copy: 'Copy link', copied: 'Copied', scan: 'Scan with a phone and sign in to join {team}', free: 'No organisation', joinedAt: 'Joined' },
  invite: { title: 'Invitations', add: 'Invite by phone', phone: 'Phone', what: 'It holds once the owner of the phone signs in and accepts.', team: 'To a team', orRole: 'or to a role', send: 'Send', to: 'Invited to', state: 'State', withdraw: 'Take back', none: 'No invitations sent yet', expires: 'Good until', open: 'Waiting', accepted: 'Accepted', refused: 'Declined', withdrawn: 'Taken back', expired: 'Expired' },
  audit: { at: 'Time', who: 'Who', action: 'What', subject: 'Of what', reason: 'Reason', details: 'Details', system: 'system', all: 'Everything', none: 'Nothing recorded', from: 'From and to' },
  action: {
    'identity-read': 'Read full identity', 'identity-clash': 'ID number already held', 'real-name-verified': 'Real name verified', 'real-name-rejected': 'Real name rejected', 'role-granted': 'Role granted', 'role-revoked': 'Role revoked', 'team-founded': 'Team founded', 'team-changed': 'Team changed', 'team-closed': 'Team closed', 'team-handed-over': 'Lead handed over', 'member-removed': 'Member removed', 'member-left': 'Left the team',
    'join-approved': 'Join approved', 'join-refused': 'Join refused', 'team-link-made': 'QR code made', 'team-link-revoked': 'QR code ended', 'invited': 'Invited', 'organisation-entered': 'Organisation entered', 'organisation-corrected': 'Organisation corrected', 'copy-taken': 'Own information downloaded', 'deleted': 'Account deleted',
  },
  subject: { person: 'Person', team: 'Team', organisation: 'Organisation', invitation: 'Invitation', case: 'Case', region: 'Region' },
  act: { steps: 'Steps', cancel: 'Cancel', confirm: 'Confirm', back: 'Back' },
} as const

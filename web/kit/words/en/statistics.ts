export default {
  title: 'Statistics', filter: { region: 'Region', from: 'From', to: 'To', period: 'Period', week: 'Last 7 days', month: 'Last 30 days', quarter: 'Last 90 days', year: 'Last year' },
  scope: '{region} and all below, {from} to {to}', scopeNow: '{region} and all below, at this moment', scopeActive: 'Teams of {region} and all below, the 30 days up to now',
  part: { patrols: 'Patrols', cases: 'Reports and answers', hours: 'Hours and points', teams: 'Teams', days: 'The last 14 days' },
  figure: {
    patrols: 'Patrols', patrolsFormula: 'Published patrols begun in the period and not cancelled + self-started ones ({self})', participations: 'Participations', participationsFormula: 'Check-ins in the period, self-started ones included; each time counts', participants: 'Participants', participantsFormula: 'Different people who checked in during the period',
    online: 'On duty now', onlineFormula: 'People checked in and not yet checked out', peak: 'Peak on duty', peakFormula: 'People on duty at once, counted each minute; the most in the period', peakAt: '{at}', reported: 'Reported', reportedFormula: 'Cases reported in the period, withdrawn and merged ones left out', handled: 'Answered', handledFormula: 'Of these, answered or closed', handledShare: 'Answered share', handledShareFormula: 'Answered ÷ reported',
    onTime: 'On time', onTimeFormula: 'Closed in time {inTime} ÷ (closed {closed} + open and overdue {overdue})', minutes: 'Hours served', minutesFormula: 'Credited minutes of confirmed records begun in the period', points: 'Points given', pointsFormula: 'Points credited for these records', teams: 'Teams', teamsFormula: 'Teams on the register', members: 'Members', membersFormula: 'Members of all teams; a person in two teams counts twice', active: 'Active share', activeFormula: 'Members with a confirmed record in the last 30 days {active} ÷ members {members}',
  },
  unit: { times: 'walks', visits: 'times', people: 'people', cases: 'cases', hours: 'h', points: 'pts', teams: 'teams' },
  chart: { label: 'Participations, patrols and peak on duty, each of the last 14 days', participations: 'Participations', patrols: 'Patrols', peak: 'Peak on duty', day: 'Day', table: 'As a table', none: 'Not sampled' },
  teams: { name: 'Team', region: 'Region', members: 'Members', active: 'Active', share: 'Active share', none: 'There are no teams yet', noneWhat: 'Found one under People, or invite a leader to register.' },
} as const

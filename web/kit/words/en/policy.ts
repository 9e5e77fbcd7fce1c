export default {
  page: { what: 'Rules hang on regions: what a region does not set comes from the nearest one above that does, and from the defaults at last. A patrol that has begun keeps what held at its beginning.', region: 'Region', effective: 'Holds now', source: 'From', own: 'Set by this region', none: 'Inherited', readOnly: 'Officers of the county and the city may change it.' },
  group: { checkIn: 'Check-in and end', self: 'Self-started patrols', confirm: 'Confirming by rule' },
  groupWhat: { checkIn: 'Check-in, area and closing of patrols.', self: 'Patrols without a published duty.', confirm: 'A record that reaches all four, is not weakly proven and has no other doubt is confirmed by itself; others wait for an officer.' },
  source: { default: 'Default', own: 'This region, since {time}', above: '{region}, since {time}' },
  rule: {
    earlyMinutes: 'Check-in opens early', fence_m: 'Check-in area', accuracyMax_m: 'Coarsest position', graceMinutes: 'Grace at the end', lateFlagMinutes: 'Sent later', selfRealNameRequired: 'Real name needed', selfPointsPerHour: 'Points an hour', selfMinutesMax: 'Longest patrol',
    confirmMinutesMin: 'Shortest service', confirmPace_m_per_min: 'Slowest pace', confirmInsideShareMin: 'Share inside the area', confirmWatchedShareMin: 'Share with positions',
  },
  formula: {
    earlyMinutes: 'check-in from start − {value}', fence_m: 'distance to route or area ≤ {value} to check in; fixes count as inside by the same measure', accuracyMax_m: 'accuracy of the position ≤ {value} to check in', graceMinutes: 'closes by itself at planned end + {value}; minutes count to the planned end only', lateFlagMinutes: 'arrival − check-in > {value}: marked as sent later and not confirmed by rule',
    selfRealNameRequired: 'real name verified before setting out: {value}', selfPointsPerHour: 'points = minutes × {value} ÷ 60, rounded down', selfMinutesMax: 'planned end = setting out + {value}',
    confirmMinutesMin: 'minutes served ≥ {value}', confirmPace_m_per_min: 'distance ≥ minutes × {value}', confirmInsideShareMin: 'fixes inside ÷ all fixes ≥ {value}', confirmWatchedShareMin: 'time with positions ÷ time served ≥ {value}',
  },
  unit: { minutes: '{value} min', metres: '{value} m', points: '{value} points', pace: '{value} m/min', yes: 'Yes', no: 'No', share: '{value}%' },
  edit: { bounds: '{min} to {max}', from: 'Holds from', fromHint: 'At once when left empty; 90 days ahead at most.', reason: 'Reason', reasonHint: 'Goes into the audit log', save: 'Save as version {version}', saved: 'Saved', nothing: 'Nothing changed', needReason: 'Please give a reason', unsound: 'Put the marked numbers right first' },
  coming: { title: 'Version {version} holds from {time}', what: 'Saving now takes its place.' },
  versions: { title: 'What was set before', none: 'This region has never set anything', version: 'Version', from: 'Holds from', by: 'Set by', what: 'What', reason: 'Reason', empty: 'everything inherited' },
} as const

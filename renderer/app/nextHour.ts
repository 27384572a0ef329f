/** What leads from an empty site to the first value, in order. */
export const nextHour = [
  {
    what: 'Add a checklist from the library',
    note: 'It brings its job type, prerequisites and codes. Change what differs at your site.',
  },
  { what: 'Enrol a second person', note: 'Nobody releases or approves their own work.' },
  { what: 'Have the checklist released', note: 'You ask, the second person reads what it is and signs.' },
  { what: 'Open a work order and run it', note: 'On this station, step by step, to a signed closure.' },
] as const;

import type { PackCandidate, PackPreview, PackReport, PackRow } from '../../main/contract/packs';

const hash = (n: number): string => n.toString(16).padStart(4, '0').repeat(16);
const id = (prefix: string, n: number): string =>
  `${prefix}_01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const longWords =
  'Work orders of the job type “Replacement of the hydraulic rod seal on presses of the north hall, including lockout and tagout, leak test and return to service”, opened from 2026-01-01 00:00 UTC until before 2026-04-01 00:00 UTC; 12 of these 412 are disclosed';

/** A pack as the list shows it; by its place, so that some are unfinished, some have entries since, some names are long. */
export function packRow(n: number): PackRow {
  const isLong = n % 7 === 3;
  return {
    pack: id('pack', n),
    number: `PACK-K1-${String(n).padStart(6, '0')}`,
    at: new Date(Date.UTC(2026, 2, 10, 8, 0) - (60 - n) * 86_400_000).toISOString(),
    byName: isLong ? 'Maximiliane von Hohenstein-Wittgenstein' : 'Ana Ruiz',
    reason: isLong
      ? 'Asked for by the inspectorate in its letter of 3 March, reference 2026/0311-7741-B, for the inspection of the north hall and everything that was changed there since the last one'
      : 'Inspection of 12 March',
    words: isLong ? longWords : 'Work orders of lot 26-0311',
    workOrders: isLong ? 1204 : 3,
    issued:
      n % 5 === 2
        ? null
        : {
            at: new Date(Date.UTC(2026, 2, 10, 8, 1) - (60 - n) * 86_400_000).toISOString(),
            sha256: hash(4096 + n),
            size: isLong ? 2_431_000_123 : 4_210_000,
          },
    addendumTo:
      n % 6 === 4 ? { pack: id('pack', n - 1), number: `PACK-K1-${String(n - 1).padStart(6, '0')}` } : null,
    later: n % 3 === 0 ? n : 0,
  };
}

/** Packs, newest first. */
export function packRows(many: number): readonly PackRow[] {
  return Array.from({ length: many }, (_, n) => packRow(many - n));
}

function candidate(n: number): PackCandidate {
  return {
    workOrder: id('wo', n),
    number: `WO-K1-${String(n).padStart(6, '0')}`,
    title:
      n % 9 === 4
        ? 'Replace the hydraulic rod seal of the lower cylinder and test it for leaks under full load'
        : 'Replace hydraulic seal',
    jobTypeName: 'Hydraulic seal replacement',
    asset: `Press ${1 + (n % 12)}`,
    lot: n % 4 === 0 ? '26-0311' : null,
    openedAt: new Date(Date.UTC(2026, 2, 10) - n * 3_600_000 * 5).toISOString(),
    closureNumber: n % 6 === 1 ? null : `CL-K1-${String(n).padStart(6, '0')}`,
    entries: 74 + (n % 30),
  };
}

/** What the wizard counts for `total` work orders, of which at most 500 are listed. */
export function preview(total: number): PackPreview {
  return {
    words:
      total === 0
        ? 'Work orders of the job type “Access request”'
        : 'Work orders of the job type “Hydraulic seal replacement”, opened from 2026-01-01 00:00 UTC on',
    workOrders: Array.from({ length: Math.min(500, total) }, (_, n) => candidate(total - n)),
    total,
    entries: total * 87,
    files: total * 8,
    bytes: total * 3_204_000,
    rest: total === 0 ? 0 : 12_431,
    problem: total === 0 ? 'No work order fits this. Choose another scope, or a longer time.' : null,
  };
}

const report: PackReport = {
  verdict: 0,
  name: 'PACK-K1-000007.pdpack.zip',
  words: '217 entries of 3 work orders and 24 files are what the ledger says they are.',
  findings: [],
  number: 'PACK-K1-000007',
  siteName: 'Halden plant',
  site: 'site_gr2q7gf5lh6pzfdnurnkvputhp',
  sha256: 'c0ffee'.padEnd(64, '0'),
  ours: true,
  workOrders: 3,
  lines: 217,
  withheld: 0,
  erased: 0,
  files: 24,
  seconds: 0.4,
};

/** What a check says of packs that hold, that do not, that withhold, and that are newer than the app. */
export const reports = {
  good: report,
  withheld: {
    ...report,
    verdict: 2,
    words: 'All that is disclosed holds. 12,431 lines are withheld and 2 were erased.',
    findings: [
      '12,431 lines are withheld: their place, time and kind are shown, their content is not.',
      'Entry 4,812 of log K1 was erased by entry 9,120, by Sven Halvorsen and Ana Ruiz: a request by the person it named.',
    ],
    lines: 12_648,
    withheld: 12_431,
    erased: 2,
  },
  bad: {
    ...report,
    verdict: 1,
    words: 'One place does not fit. Everything before it holds.',
    findings: [
      'Entry 10,482 of log K1, run RUN-K1-000003, step 7, field torque: its body is not the one that its header commits to.',
      'evidence/9f2c41d077ab03b1e4d1c2a9f0e5b6c78890aa12bb34cc56dd78ee905b1ec6a4 has another hash than its name says.',
    ],
    ours: false,
  },
  newer: {
    ...report,
    verdict: 3,
    words: '4 entries are in format 2. Nothing else is wrong.',
    findings: ['Entries 200 to 203 of log K1 are in a newer format.'],
    ours: null,
  },
} as const satisfies Record<string, PackReport>;

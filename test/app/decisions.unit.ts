import { expect, test } from 'vitest';
import type { ExceptionRow, GateRow, Inbox, RemediationRow, ReviewRow } from '../../main/contract/answers';
import { decisionsOf, type Me } from '../../renderer/app/decisions';

const now = '2026-03-10T10:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();

const exception = (id: string, due: number, more: Partial<ExceptionRow> = {}): ExceptionRow => ({
  exception: id,
  number: `EXC-${id}`,
  code: 'MAT-02',
  meaning: 'Required material missing',
  severity: 'medium',
  effect: 'blocks',
  workOrder: 'wo_1',
  workOrderNumber: 'WO-K1-000001',
  workOrderTitle: 'Replace seal',
  place: 'Step 3, Fit the seal',
  ownerName: 'Thomas Okafor',
  ownerRole: 'supervisor',
  mine: true,
  raisedAt: at(-60),
  raisedByName: 'Marta Kovač',
  due: at(due),
  why: null,
  state: 'open',
  disposition: null,
  endedAt: null,
  escalated: null,
  ...more,
});

const gate = (step: string, requested: number): GateRow => ({
  workOrder: 'wo_1',
  workOrderNumber: 'WO-K1-000001',
  workOrderTitle: 'Replace seal',
  step,
  no: 'G1',
  title: 'Return to service',
  need: [{ role: 'supervisor', count: 1 }],
  requestedAt: at(requested),
  requestedByName: 'Marta Kovač',
  notYou: null,
});

const review = (id: string, due: number): ReviewRow => ({
  review: id,
  number: 'PR-1',
  glass: 'bg_1',
  glassNumber: 'BG-1',
  title: 'Permit to isolate',
  workOrder: 'wo_1',
  workOrderNumber: 'WO-K1-000001',
  openedByName: 'Marta Kovač',
  openedAt: at(-30),
  due: at(due),
  state: 'open',
  verdict: null,
  notYou: null,
  escalated: null,
});

const remediation = (id: string, state: 'open' | 'closed'): RemediationRow => ({
  remediation: id,
  number: 'REM-1',
  title: 'Fix the cause',
  ownerName: 'Sven Halvorsen',
  mine: true,
  due: at(9000),
  workOrder: 'wo_1',
  workOrderNumber: 'WO-K1-000001',
  glass: 'bg_1',
  glassNumber: 'BG-1',
  cause: 'Break-glass BG-1',
  causedBy: null,
  target: null,
  measured: null,
  evidence: [],
  versions: [],
  openedAt: at(-30),
  state,
  done: null,
  closedAt: null,
  closedByName: null,
  notYou: null,
  missing: null,
  escalated: null,
});

const inbox = (parts: Partial<Inbox>): Inbox => ({
  gates: [],
  exceptions: [],
  reviews: [],
  remediations: [],
  releases: [],
  conflicts: [],
  erasures: [],
  ...parts,
});
const release = {
  checklist: 'ckl_1',
  title: 'Seal',
  by: 'Sven',
  at: at(-900),
  reason: 'Wider band',
  notYou: null,
};

test('what is overdue stands first, then gates by how long somebody waits, then what is due next, releases last', () => {
  const list = decisionsOf(
    inbox({
      gates: [gate('late-asked', -5), gate('early-asked', -20)],
      exceptions: [exception('later', 300), exception('overdue', -5), exception('more-overdue', -50)],
      reviews: [review('prv_1', 100)],
      releases: [release],
    }),
    new Set(),
    now,
  );
  expect(list.map((one) => one.id)).toEqual([
    'more-overdue',
    'overdue',
    'gate wo_1 early-asked',
    'gate wo_1 late-asked',
    'prv_1',
    'later',
    'release ckl_1',
  ]);
});

test('an exception of somebody else, and one that a break-glass raised, is no decision of mine', () => {
  const list = decisionsOf(
    inbox({
      exceptions: [
        exception('mine', 10),
        exception('theirs', 10, { mine: false }),
        exception('of-glass', 10, { code: 'BG-02' }),
      ],
    }),
    new Set(['BG-02']),
    now,
  );
  expect(list.map((one) => one.id)).toEqual(['mine']);
});

test('an exception that was escalated to me is mine to decide, by name or by role; to somebody else it is not', () => {
  const to = (owner: { user: string } | { role: 'compliance' }) => ({
    mine: false,
    escalated: { to: owner, toName: 'Ana Ruiz', at: at(-1) },
  });
  const rows = inbox({
    exceptions: [
      exception('by-name', -5, to({ user: 'usr_ana' })),
      exception('by-role', -4, to({ role: 'compliance' })),
    ],
  });
  const idsFor = (me: Me | undefined) => decisionsOf(rows, new Set(), now, me).map((one) => one.id);
  expect(idsFor({ user: 'usr_ana', role: 'compliance' })).toEqual(['by-name', 'by-role']);
  expect(idsFor({ user: 'usr_other', role: 'compliance' })).toEqual(['by-role']);
  expect(idsFor({ user: 'usr_sven', role: 'admin' })).toEqual([]);
  expect(idsFor(undefined)).toEqual([]);
});

test('what has ended is not listed', () => {
  const list = decisionsOf(
    inbox({
      exceptions: [exception('done', 10, { state: 'disposed' })],
      reviews: [{ ...review('prv_1', 10), state: 'done' }],
      remediations: [remediation('rem_1', 'closed'), remediation('rem_2', 'open')],
    }),
    new Set(),
    now,
  );
  expect(list.map((one) => one.id)).toEqual(['rem_2']);
});

import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type EntryType, entryTypes } from '../../main/domain/entryTypes';
import { erasureRules, partBody, standingBody } from '../../main/domain/erasure/erasable';
import { emptySite } from '../../main/domain/procedure/site';
import { subjectsOf } from '../../main/domain/subjects';
import { entryRow, typeLabels } from '../../main/views/sentences';
import { samples } from '../domain/fromSchema';
import { sourcesIn, textOf } from './project';

const types = Object.keys(entryTypes) as EntryType[];

/** Entries that change nothing that anybody decides by: they are read from the ledger itself. */
const noFold: Readonly<Record<string, string>> = {
  'session.started': 'a sitting lives in memory; the failed tries before it are counted from the ledger',
  'session.ended': 'a sitting lives in memory',
  'update.prepared': 'what became of the app itself is read from the ledger',
  'update.approved': 'what became of the app itself is read from the ledger',
  'update.installed': 'what became of the app itself is read from the ledger',
  'update.refused': 'what became of the app itself is read from the ledger',
  'backup.made': 'backups are read from the place and the ledger itself',
  'backup.failed': 'backups are read from the place and the ledger itself',
  'log.restored': 'the numbers it skips are rows alone (main/views/syncRows.ts)',
  'bundle.exported': 'the media log is rows alone (main/views/syncRows.ts)',
  'bundle.imported': 'the media log and the heads seen are rows alone (main/views/syncRows.ts)',
  'fork.found': 'forks are rows alone (main/views/syncRows.ts)',
  'history.import-started': 'imports are rows alone (main/views/history.ts)',
  'history.case-imported': 'imported cases are rows alone (main/views/history.ts)',
  'history.import-finished': 'imported cases are rows alone (main/views/history.ts)',
  'history.import-ended': 'imports are rows alone (main/views/history.ts)',
  'pack.requested': 'packs are read from the ledger itself (main/views/packs.ts)',
  'pack.issued': 'packs are read from the ledger itself (main/views/packs.ts)',
  'erasure.requested': 'requests are read from the ledger itself (main/commands/erasurePlan.ts)',
  'erasure.declined': 'requests are read from the ledger itself (main/commands/erasurePlan.ts)',
  'body.erased': 'it changes what another entry says, and every fold sees that one (main/ledger/read.ts)',
  'user.locked-out': 'lockouts follow from the failures, which are read from the ledger at each sign-in',
  'security.acknowledged':
    'the security inbox is read from the ledger itself (main/commands/securityCommands.ts)',
  'user.unlocked': 'failures before it count no more; both are read from the ledger at each sign-in',
  'sign-in.failed': 'counted from the ledger at each sign-in, so that no fold can forget one',
};

/** What the ledger writes by itself; no decider proposes it. */
const ledgersOwn = ['clock.stepped-back', 'storage.exhausted'];

/** Every string of these files, types left aside, that has the form of an entry type. */
function typesIn(files: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      if (
        ts.isStringLiteral(node) &&
        !ts.isLiteralTypeNode(node.parent) &&
        /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(node.text) &&
        !/\.(json|pdf|pem|head|db|csv)$/.test(node.text)
      )
        found.set(node.text, file);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2023, true));
  }
  return found;
}

const proposers = sourcesIn(['main/domain', 'main/commands'], ['.ts']).filter((name) =>
  /(decide|raise|followUps|open|repeat|fire|breach|holder)\.ts$|^main\/commands\//.test(name),
);
const folds = [
  'main/domain/procedure/site.ts',
  'main/domain/case.ts',
  'main/domain/run/evolve.ts',
  'main/domain/approval/evolve.ts',
  'main/domain/remediation/evolve.ts',
  'main/domain/escalation/evolve.ts',
  'main/domain/learning/evolve.ts',
];

describe('every entry type', () => {
  it('is named noun.verb, in small letters', () => {
    expect(types.filter((type) => !/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(type))).toEqual([]);
    expect(types.length).toBeGreaterThan(25);
  });

  it('is folded, or it is written here why not', () => {
    const folded = typesIn(folds);
    expect(types.filter((type) => !folded.has(type) && noFold[type] === undefined)).toEqual([]);
    expect(
      Object.keys(noFold).filter((type) => folded.has(type) || !types.includes(type as EntryType)),
    ).toEqual([]);
  });

  it('is proposed by somebody, and nobody proposes a type that does not exist', () => {
    const proposed = typesIn(proposers);
    expect(proposed.size).toBeGreaterThan(25);
    expect(types.filter((type) => !proposed.has(type))).toEqual([]);
    expect([...proposed.keys()].filter((type) => !types.includes(type as EntryType))).toEqual([]);
  });

  it('has a label for the filter, and no two the same', () => {
    const labels = new Map(typeLabels.map((t) => [t.type, t.label]));
    expect([...types, ...ledgersOwn].filter((type) => !labels.get(type)?.trim())).toEqual([]);
    expect(new Set(typeLabels.map((t) => t.label)).size).toBe(typeLabels.length);
  });

  it.each([...types, ...ledgersOwn])('%s reads as a sentence, whatever its body holds', (type) => {
    const bodies =
      type in entryTypes
        ? samples(entryTypes[type as EntryType])
        : [
            {
              entriesKept: 12,
              before: '2026-03-10T14:02:11.482Z',
              now: '2026-03-10T13:02:11.482Z',
              backMs: 3_600_000,
            },
          ];
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) {
      const row = entryRow(emptySite, {
        log: 'dev_x/0',
        seq: 1,
        clock: '1795168800000-0000',
        at: '2026-03-10T14:02:11.482Z',
        zone: '+01:00',
        type,
        stream: 'run_1',
        actor: { system: 'run' },
        body: body as Record<string, unknown>,
      });
      expect(row.sentence.length).toBeGreaterThan(3);
      expect(row.sentence).not.toMatch(/undefined|NaN|\[object/);
      expect(row.sentence).not.toBe(type);
    }
  });
});

describe('what an entry is about', () => {
  const shapeOf = (type: EntryType): Record<string, unknown> =>
    (entryTypes[type] as unknown as { shape: Record<string, unknown> }).shape;

  it('includes the work order, for every type that names one', () => {
    const about = types.filter((type) => 'workOrder' in shapeOf(type));
    expect(about.length).toBeGreaterThan(18);
    for (const type of about) {
      for (const body of samples(entryTypes[type] as z.ZodType) as Record<string, unknown>[]) {
        if (body.workOrder !== undefined)
          expect([type, subjectsOf(type, body)]).toEqual([type, expect.arrayContaining([body.workOrder])]);
      }
    }
  });

  it('includes every id a body names, so that an entry is found from each of them', () => {
    const id = /^(usr|jt|ckl|wo|run|exc|bg|prv|rem|cl|sig|dec|rul)_/;
    // What is named on the way to something else and never looked up by itself.
    const notLookedUp: Readonly<Record<string, readonly string[]>> = {
      'break-glass.opened': ['exception', 'review', 'remediation'],
    };
    for (const type of types) {
      for (const body of samples(entryTypes[type] as z.ZodType) as Record<string, unknown>[]) {
        const named = Object.entries(body).filter(
          ([key, value]) =>
            typeof value === 'string' &&
            id.test(value) &&
            !notLookedUp[type]?.includes(key) &&
            /schema|id/i.test(JSON.stringify(patternOf(shapeOf(type)[key]))),
        );
        const found = subjectsOf(type, body);
        for (const [key, value] of named)
          expect([type, key, found.includes(String(value))]).toEqual([type, key, true]);
      }
    }
  });

  it('includes the site, for what concerns rules and people, and for nothing else', () => {
    for (const type of types) {
      const body = samples(entryTypes[type] as z.ZodType, 1)[0] as Record<string, unknown>;
      expect([type, subjectsOf(type, body).includes('site')]).toEqual([
        type,
        !('workOrder' in shapeOf(type)) &&
          !/^(backup|log|update|bundle|fork|pack)\./.test(type) &&
          !/^history\./.test(type) &&
          !/^security\./.test(type) &&
          !/^(erasure|body)\./.test(type) &&
          !/^(drift|repeat-rule|monthly-review|rule)\./.test(type) &&
          !['session.started', 'session.ended', 'sign-in.failed'].includes(type),
      ]);
    }
  });
});

describe('what erasing does', () => {
  it('is said for every type: what goes of it, or why it is never erased', () => {
    expect([...types, ...ledgersOwn].filter((type) => erasureRules[type] === undefined)).toEqual([]);
    expect(
      Object.keys(erasureRules).filter(
        (type) => !types.includes(type as EntryType) && !ledgersOwn.includes(type),
      ),
    ).toEqual([]);
  });

  it('takes away fields that the type has, and leaves what every fold and sentence can be read with', () => {
    let parted = 0;
    for (const type of types) {
      const rule = erasureRules[type];
      if (rule === undefined || 'never' in rule) continue;
      const shape = Object.keys((entryTypes[type] as unknown as { shape: object }).shape);
      expect([type, Object.keys(rule.goes).filter((field) => !shape.includes(field))]).toEqual([type, []]);
      for (const body of samples(entryTypes[type] as z.ZodType) as Record<string, unknown>[]) {
        const parting = partBody(type, body);
        if (parting === undefined) continue;
        parted += 1;
        const standing = standingBody(type, parting.stays, parting.gone);
        for (const field of parting.gone) expect([type, parting.stays[field]]).toEqual([type, undefined]);
        // What is erased comes from the same fields, so an entry is still found from every id that it named.
        expect(subjectsOf('body.erased', { type, stays: parting.stays })).toEqual(
          expect.arrayContaining(subjectsOf(type, parting.stays)),
        );
        expect(Object.keys(standing).filter((field) => !(field in body))).toEqual([]);
      }
    }
    expect(parted).toBeGreaterThan(100);
  });
});

describe('what rules may do', () => {
  it('is to assign, to escalate and to open remediations: none approves, signs or closes', () => {
    const may = [
      'exception.assigned',
      'exception.escalated',
      'post-review.escalated',
      'remediation.escalated',
      'remediation.opened',
      'rule.fired',
    ];
    expect([...typesIn(['main/domain/automation/fire.ts']).keys()].sort()).toEqual(may);
    expect(textOf('main/domain/automation/fire.ts')).not.toMatch(/meaning:|import .*decide'/);
    // Everything a rule does is said by `rule`, and nobody else says it for one.
    const others = sourcesIn(['main'], ['.ts']).filter((name) => /system: 'rule'/.test(textOf(name)));
    expect(others).toEqual(['main/domain/automation/fire.ts']);
  });
});

function patternOf(schema: unknown): unknown {
  return (
    (
      schema as { _zod?: { def?: { checks?: { _zod: { def: { pattern?: RegExp } } }[] } } } | undefined
    )?._zod?.def?.checks?.map((c) => `id ${c._zod.def.pattern?.source}`) ?? ''
  );
}

import type { EntryRow } from '../contract/answers';
import { lostWords } from '../domain/backup/decide';
import type { Recorded } from '../domain/entry';
import type { EntryType } from '../domain/entryTypes';
import type { SiteState } from '../domain/procedure/site';
import { roleNames } from './lists';

type Body = Readonly<Record<string, unknown>>;
type Mark = EntryRow['mark'];
type Words = {
  readonly label: string;
  readonly say: (b: Body, name: (user: unknown) => string) => string;
  readonly mark?: Mark | ((b: Body) => Mark);
};

const t = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const count = (value: unknown, one: string, many: string): string =>
  `${Number(value ?? 0).toLocaleString('en')} ${value === 1 ? one : many}`;

/** A restore in one sentence: from when, and what is known to be lost. */
export function restoredWords(b: Body): string {
  const lost = Array.isArray(b.lost) ? (b.lost as { from: number; to: number }[]) : [];
  const gone =
    lost.length === 0
      ? b.known === true
        ? 'nothing recorded after it is known to be lost'
        : 'what was recorded after it is not in it, and nobody here can count it'
      : `${lost.map(lostWords).join(', ')} recorded after it ${lost.length === 1 && lost[0]?.from === lost[0]?.to ? 'is' : 'are'} not in it`;
  const back = Array.isArray(b.erased) ? b.erased.length : 0;
  const again = back === 0 ? '' : `; ${count(back, 'erased entry is', 'erased entries are')} back`;
  return `Restored from the backup of ${t(b.madeAt).slice(0, 16).replace('T', ' ')} UTC: ${gone}${again}`;
}

/** An owner in words: a person by name, a role as the people who have it. */
const owner = (value: unknown, name: (user: unknown) => string): string => {
  if (typeof value !== 'object' || value === null) return '';
  return 'user' in value ? name(value.user) : 'role' in value ? (roleNames([t(value.role)])[0] ?? '') : '';
};

/** Every entry type in plain words: its label in the filter, its sentence in the list, and its mark. */
const words: Readonly<Record<EntryType | 'clock.stepped-back' | 'storage.exhausted', Words>> = {
  // Written by the ledger itself.
  'clock.stepped-back': {
    label: 'Clock stepped back',
    say: () => 'The clock of this station was set back',
    mark: 'warn',
  },
  'storage.exhausted': {
    label: 'Disk full',
    say: (b) => `The disk was full; the ${t(b.entriesKept)} entries before are kept`,
    mark: 'warn',
  },
  'erasure.requested': {
    label: 'Erasure asked for',
    say: (b) =>
      `Asked for the erasure of what ${count(Array.isArray(b.targets) ? b.targets.length : 0, 'entry says', 'entries say')}: ${t(b.scope)}`,
    mark: 'warn',
  },
  'erasure.declined': { label: 'Erasure declined', say: (b) => `Declined an erasure: ${t(b.why)}` },
  'body.erased': {
    label: 'Erased',
    say: (b) =>
      `Signed: erased what entry ${Number((b.entry as Body | undefined)?.seq ?? 0).toLocaleString('en')} said, ${t(b.scope)}`,
    mark: 'warn',
  },
  'backup.made': {
    label: 'Backup made',
    say: (b) =>
      `Backed up ${count(b.entries, 'entry', 'entries')} and ${count(b.files, 'file', 'files')} to ${t(b.place)}, read back whole`,
    mark: (b) => (b.missing === 0 ? 'ok' : 'warn'),
  },
  'backup.failed': {
    label: 'Backup failed',
    say: (b) => `The daily backup was not made: ${t(b.why)}`,
    mark: 'stop',
  },
  'log.restored': { label: 'Restored', say: restoredWords, mark: 'warn' },
  'update.prepared': {
    label: 'Update prepared',
    say: (b) => `Prepared the update from ${t(b.before)} to ${t(b.version)}, signed by ${t(b.signedBy)}`,
  },
  'update.approved': {
    label: 'Update approved',
    say: (b) => `Approved the update to ${t(b.version)} on this station`,
  },
  'update.installed': {
    label: 'Update installed',
    say: (b) => `First start of version ${t(b.version)}; before it ran ${t(b.before)}`,
  },
  'update.refused': { label: 'Update refused', say: (b) => `Refused an update: ${t(b.why)}`, mark: 'warn' },
  'site.created': { label: 'Site created', say: (b) => `Created the site “${t(b.name)}”` },
  'device.enrolled': { label: 'Station enrolled', say: (b) => `Enrolled station ${t(b.station)}` },
  'device.recipient-announced': {
    label: 'Station can receive bundles',
    say: () => 'Said how bundles for this station are encrypted',
  },
  'history.import-started': {
    label: 'History import begun',
    say: (b) =>
      `Began to import history from ${t(b.fileName)}: ${count(b.cases, 'case', 'cases')} in ${count(b.rows, 'row', 'rows')}`,
  },
  'history.case-imported': {
    label: 'Case imported',
    say: (b) => `Imported case ${t(b.caseNumber)}, ${t(b.title)}`,
  },
  'history.import-finished': {
    label: 'History import finished',
    say: (b) =>
      `Finished the import of history: ${count(b.cases, 'case counts', 'cases count')} from now on, ${count(b.rejectedRows, 'row', 'rows')} rejected`,
    mark: 'ok',
  },
  'history.import-ended': {
    label: 'History import ended',
    say: (b) =>
      `${b.how === 'cancelled' ? 'Cancelled' : 'Found broken off'}: an import of history, after ${count(b.cases, 'case', 'cases')}; none of them counts`,
    mark: 'warn',
  },
  'bundle.exported': {
    label: 'Bundle written',
    say: (b) => `Wrote bundle ${t(b.name)} with ${t(b.entries)} entries`,
  },
  'bundle.imported': {
    label: 'Bundle taken in',
    say: (b) => `Took in bundle ${t(b.name)} with ${t(b.entries)} entries`,
  },
  'fork.found': {
    label: 'Two histories found',
    say: (b) =>
      b.kind === 'lost'
        ? 'Found that another station holds entries of this station which are missing here'
        : 'Found two histories of one station’s log; nothing more of it is taken',
    mark: 'stop',
  },
  'conflict.settled': { label: 'Conflict settled', say: (b) => `Settled a conflict: ${t(b.decision)}` },
  'run.handed-over': {
    label: 'Run handed over',
    say: (b) => `Handed the run over to station ${t(b.station)}`,
  },
  'job-type.defined': { label: 'Job type defined', say: (b) => `Defined job type “${t(b.name)}”` },
  'code.defined': { label: 'Code defined', say: (b) => `Defined code ${t(b.code)}, ${t(b.meaning)}` },
  'checklist.draft-saved': {
    label: 'Draft saved',
    say: (b) => `Saved a draft of “${t((b.document as Body | undefined)?.title)}”`,
  },
  'checklist.release-requested': {
    label: 'Release asked for',
    say: (b) => `Asked for release: ${t(b.reason)}`,
  },
  'checklist.released': {
    label: 'Checklist released',
    say: (b) => `Signed: released version ${t(b.number)} of “${t((b.document as Body | undefined)?.title)}”`,
    mark: 'signed',
  },
  'user.enrolled': { label: 'Person enrolled', say: (b) => `Enrolled ${t(b.name)} as ${t(b.role)}` },
  'user.deactivated': {
    label: 'Person deactivated',
    say: (b, name) => `Deactivated ${name(b.user)}: ${t(b.why)}`,
  },
  'user.code-issued': {
    label: 'One-time code issued',
    say: (b, name) =>
      b.purpose === 'reset'
        ? `Gave ${name(b.user)} a one-time code for a new secret and a new key`
        : `Gave ${name(b.user)} a one-time code for their first secret`,
  },
  'user.key-set': {
    label: 'Secret chosen',
    say: (b) =>
      b.purpose === 'reset'
        ? 'Signed: chose a new secret, with a new key'
        : 'Signed: chose their first secret, which made their key',
    mark: 'signed',
  },
  'user.locked-out': {
    label: 'Locked out',
    say: (b, name) => `Closed sign-in for ${name(b.user)} after ${t(b.failed)} failed tries`,
    mark: 'warn',
  },
  'site.security-set': {
    label: 'Security set',
    say: (b) => `Set windows to lock after ${t(b.idleMinutes)} minutes without activity`,
  },
  'security.acknowledged': {
    label: 'Security inbox looked at',
    say: (b) => {
      const seen = Array.isArray(b.entries) ? b.entries.length : 0;
      return `Acknowledged ${seen} ${seen === 1 ? 'entry' : 'entries'} of the security inbox`;
    },
  },
  'user.unlocked': {
    label: 'Sign-in opened again',
    say: (b, name) => `Opened sign-in again for ${name(b.user)}: ${t(b.why)}`,
  },
  'session.started': { label: 'Signed in', say: () => 'Signed in' },
  'session.ended': {
    label: 'Signed out',
    say: (b) => (b.how === 'signed-out' ? 'Signed out' : `Locked (${t(b.how)}), work kept`),
  },
  'sign-in.failed': {
    label: 'Sign-in failed',
    say: (b, name) => `Wrong secret for ${name(b.user)}`,
    mark: 'warn',
  },
  'work-order.opened': { label: 'Work order opened', say: (b) => `Opened ${t(b.number)}, ${t(b.title)}` },
  'run.started': { label: 'Run started', say: (b) => `Started the run on version ${t(b.versionNumber)}` },
  'run.prerequisite-checked': {
    label: 'Prerequisite checked',
    say: (b) => `${b.result === 'pass' ? 'Passed' : 'Failed'} prerequisite: ${t(b.text)}`,
    mark: (b) => (b.result === 'fail' ? 'stop' : 'none'),
  },
  'run.step-recorded': {
    label: 'Step recorded',
    say: (b) => `Recorded step ${t(b.no)}, ${t(b.title)}: ${t(b.shown)}`,
    mark: (b) =>
      b.glass
        ? 'glass'
        : b.verdict === 'act' || b.verdict === 'fail'
          ? 'stop'
          : b.verdict === 'warn'
            ? 'warn'
            : 'none',
  },
  'run.entry-refused': {
    label: 'Entry refused',
    say: (b) => `Refused step ${t(b.no)}: ${t(b.reason)}`,
    mark: 'warn',
  },
  'run.step-corrected': {
    label: 'Step corrected',
    say: (b) => `Corrected step ${t(b.no)} from ${t(b.before)} to ${t(b.shown)}: ${t(b.why)}`,
    mark: 'warn',
  },
  'run.evidence-added': {
    label: 'Evidence added',
    say: (b) =>
      `Added ${t(b.mime).startsWith('image/') ? 'a photo' : 'a file'} to step ${t(b.no)}, ${t(b.label)}`,
    mark: (b) => (b.glass ? 'glass' : 'none'),
  },
  'run.gate-requested': {
    label: 'Approval asked for',
    say: (b) => `Gate ${t(b.no)}, ${t(b.title)}, waits for approval`,
  },
  'run.finished': {
    label: 'Run finished',
    say: () => 'All steps are recorded; the run waits for closing',
    mark: 'ok',
  },
  'exception.raised': {
    label: 'Exception raised',
    say: (b) => `Raised ${t(b.number)} with ${t(b.code)}, ${t(b.meaning)}`,
    mark: (b) => (b.from === 'break-glass' ? 'glass' : 'stop'),
  },
  'exception.explained': { label: 'Exception explained', say: (b) => `Gave the reason: ${t(b.why)}` },
  'exception.withdrawn': { label: 'Exception withdrawn', say: (b) => `Withdrew an exception: ${t(b.why)}` },
  'exception.assigned': {
    label: 'Exception assigned',
    say: (b, name) => `Assigned an exception to ${name(b.to)}`,
  },
  'exception.disposed': {
    label: 'Exception disposed',
    say: (b) => `Disposed of an exception, ${t(b.disposition)}: ${t(b.note)}`,
    mark: 'ok',
  },
  'break-glass.opened': {
    label: 'Break-glass opened',
    say: (b) => `Broke the glass on ${t(b.no)}, ${t(b.title)}, for ${t(b.windowMinutes)} min: ${t(b.why)}`,
    mark: 'glass',
  },
  'break-glass.closed': {
    label: 'Break-glass ended',
    say: (b) => (b.how === 'expired' ? 'The break-glass window ran out' : 'Ended the break-glass window'),
    mark: 'glass',
  },
  'post-review.opened': {
    label: 'Post-review opened',
    say: (b) => `Opened post-review ${t(b.number)}`,
    mark: 'glass',
  },
  'post-review.decided': {
    label: 'Post-review decided',
    say: (b) => `Signed verdict, ${t(b.verdict).replace('-', ' ')}: ${t(b.comment)}`,
    mark: 'signed',
  },
  'remediation.opened': { label: 'Remediation opened', say: (b) => `Opened remediation ${t(b.number)}` },
  'remediation.evidence-added': {
    label: 'Remediation evidence added',
    say: (b) => `Added ${t(b.name)} to a remediation`,
  },
  'remediation.escalated': {
    label: 'Remediation escalated',
    say: (b, name) => `Brought a remediation before ${owner(b.to, name)}: ${t(b.why)}`,
    mark: 'warn',
  },
  'exception.escalated': {
    label: 'Exception escalated',
    say: (b, name) => `Brought an exception before ${owner(b.to, name)}: ${t(b.why)}`,
    mark: 'warn',
  },
  'post-review.escalated': {
    label: 'Post-review escalated',
    say: (b, name) => `Brought a post-review before ${owner(b.to, name)}: ${t(b.why)}`,
    mark: 'warn',
  },
  'sla.breached': {
    label: 'Due time missed',
    say: (b, name) => `${t(b.number)} was not done in time; it goes to ${owner(b.escalatedTo, name)}`,
    mark: 'warn',
  },
  'repeat-rule.set': {
    label: 'Repeat rule set',
    say: (b) => `Set that ${t(b.count)} in ${t(b.days)} days raise a signal`,
  },
  'drift.signalled': {
    label: 'Repeat signalled',
    say: (b) =>
      `${t(b.code)}, ${t(b.meaning)}, came ${Array.isArray(b.exceptions) ? b.exceptions.length : 0} times in ${t(b.days)} days`,
    mark: 'warn',
  },
  'drift.dismissed': { label: 'Repeat dismissed', say: (b) => `Dismissed a repeat signal: ${t(b.why)}` },
  'monthly-review.decided': {
    label: 'Decided in monthly review',
    say: (b) => `Decided about ${t(b.aboutWords)}: ${t(b.text)}`,
  },
  'monthly-review.held': {
    label: 'Monthly review held',
    say: (b) => `Held the review of ${t(b.month)} with ${t(b.present)}`,
    mark: 'ok',
  },
  'rule.defined': {
    label: 'Rule defined',
    say: (b) => `${b.active === false ? 'Switched off rule' : 'Defined rule'} “${t(b.name)}”`,
  },
  'rule.fired': {
    label: 'Rule fired',
    say: (b) =>
      b.carriedOut === false
        ? `Rule “${t(b.name)}” could not act on ${t(b.number)}: ${t(b.why)}`
        : `Rule “${t(b.name)}” acted on ${t(b.number)}`,
    mark: (b) => (b.carriedOut === false ? 'warn' : 'none'),
  },
  'remediation.closed': {
    label: 'Remediation closed',
    say: (b) => `Closed a remediation: ${t(b.done)}`,
    mark: 'ok',
  },
  'gate.approved': {
    label: 'Gate approved',
    say: (b) => `Signed: approved “${t(b.title)}” as ${t(b.role)}`,
    mark: 'signed',
  },
  'gate.rejected': {
    label: 'Gate rejected',
    say: (b) => `Signed: rejected “${t(b.title)}”, ${t(b.code)}: ${t(b.why)}`,
    mark: 'stop',
  },
  'work-order.closed': {
    label: 'Work order closed',
    say: (b) => `Signed: closed as ${t(b.number)}`,
    mark: 'signed',
  },
  'pack.requested': {
    label: 'Audit pack asked for',
    say: (b) =>
      `Asked for audit pack ${t(b.number)} with ${count(Array.isArray(b.workOrders) ? b.workOrders.length : 0, 'work order', 'work orders')}: ${t(b.reason)}`,
  },
  'pack.issued': {
    label: 'Audit pack issued',
    say: (b) => `Issued audit pack ${t(b.number)}, ${count(b.size, 'byte', 'bytes')}, read back whole`,
    mark: 'ok',
  },
  'closure.document-issued': {
    label: 'Closure PDF issued',
    say: (b) => `Issued the closure PDF, ${t(b.pages)} pages`,
    mark: 'ok',
  },
};

/** Types with their labels, for the filter. */
export const typeLabels: readonly { readonly type: string; readonly label: string }[] = Object.entries(
  words,
).map(([type, w]) => ({ type, label: w.label }));

/** What a type is called; one that this version does not know by its name. */
export function labelOf(type: string): string {
  return Object.hasOwn(words, type) ? words[type as keyof typeof words].label : type;
}

/** One entry as a line of the ledger screen. A type this version does not know is named as it is. */
export function entryRow(site: SiteState, entry: Recorded): EntryRow {
  const system = !('user' in entry.actor);
  const name = (user: unknown): string =>
    typeof user === 'string' ? (site.people.get(user)?.name ?? user) : '';
  const who =
    'user' in entry.actor ? name(entry.actor.user) : `system, ${entry.actor.system.replaceAll('-', ' ')}`;
  const base = { log: entry.log, seq: entry.seq, at: entry.at, who, system, type: entry.type };
  if (entry.erased)
    return {
      ...base,
      sentence: `${labelOf(entry.type)}: erased by entry ${entry.erased.seq.toLocaleString('en')}`,
      mark: 'none',
    };
  if (entry.body === undefined) return { ...base, sentence: `${labelOf(entry.type)}: erased`, mark: 'none' };
  if (!Object.hasOwn(words, entry.type)) return { ...base, sentence: entry.type, mark: 'none' };
  const w = words[entry.type as keyof typeof words];
  return {
    ...base,
    sentence: w.say(entry.body, name),
    mark: typeof w.mark === 'function' ? w.mark(entry.body) : (w.mark ?? 'none'),
  };
}

const fieldLabels: Readonly<Record<string, string>> = {
  shown: 'Value',
  value: 'As entered',
  unit: 'Unit',
  verdict: 'Standing',
  why: 'Why',
  attempt: 'Attempt',
  performedAt: 'Done at',
  before: 'Before',
  no: 'Step',
  title: 'Title',
  result: 'Result',
  note: 'Note',
  code: 'Code',
  meaning: 'Meaning',
  severity: 'Severity',
  effect: 'Effect',
  due: 'Due',
  number: 'Number',
  reason: 'Reason',
  disposition: 'Disposition',
  comment: 'Comment',
  expires: 'Window until',
  windowMinutes: 'Window, minutes',
  name: 'Name',
  role: 'Role',
  identifier: 'Identifier',
  label: 'Slot',
  sha256: 'SHA-256',
  size: 'Bytes',
  mime: 'Kind of file',
  source: 'Source',
  text: 'Text',
  how: 'How',
  asset: 'Asset',
  lot: 'Lot',
  done: 'Done',
  entries: 'Entries of this record',
  lastEntry: 'Last entry',
  pages: 'Pages',
  authority: 'Authority',
  scope: 'Scope',
  checkpoint: 'Checkpoint size',
  documentHash: 'Checklist hash',
  versionNumber: 'Version',
  step: 'Step id',
  from: 'Raised by',
  caseNumber: 'Case',
  jobTypeName: 'Job type',
  openedAt: 'Opened',
  closedAt: 'Closed',
  stalledMinutes: 'Stalled, minutes',
  reopened: 'Reopened, times',
  fromRow: 'First row of the file',
  toRow: 'Last row of the file',
  rows: 'Rows',
  cases: 'Cases',
  rejectedRows: 'Rejected rows',
  rejectedCases: 'Rejected cases',
  fileName: 'File',
  encoding: 'Encoding',
  because: 'Cause',
  days: 'Days',
  count: 'How many are enough',
  month: 'Month',
  aboutWords: 'About',
  outcome: 'Outcome',
  present: 'Present',
};

/** The fields of a body that a person reads, in plain words and in the order they stand. */
export function entryFields(site: SiteState, entry: Recorded): { label: string; value: string }[] {
  const out: { label: string; value: string }[] = [];
  for (const [key, value] of Object.entries(entry.body ?? {})) {
    const label = fieldLabels[key];
    if (label && (typeof value === 'string' || typeof value === 'number'))
      out.push({ label, value: String(value) });
    if (key === 'owner' && typeof value === 'object' && value !== null)
      out.push({
        label: 'Owner',
        value:
          'user' in value
            ? (site.people.get(String(value.user))?.name ?? '')
            : String((value as { role?: string }).role ?? ''),
      });
    if ((key === 'escalatedTo' || key === 'to') && typeof value === 'object' && value !== null)
      out.push({
        label: 'Brought before',
        value: owner(value, (u) => site.people.get(String(u))?.name ?? ''),
      });
    if (key === 'causes' && Array.isArray(value))
      for (const cause of value as { words: string }[]) out.push({ label: 'Caused by', value: cause.words });
    if (key === 'skipped' && Array.isArray(value))
      out.push({
        label: 'Skipped',
        value: value.map((u) => site.people.get(String(u))?.name ?? String(u)).join(', '),
      });
    if (key === 'inputs' && Array.isArray(value))
      for (const i of value as { label: string; value?: string; unit?: string }[])
        out.push(
          i.value === undefined
            ? { label: 'Asks for', value: `${i.label}${i.unit === undefined ? '' : `, ${i.unit}`}` }
            : { label: i.label, value: `${i.value} ${i.unit ?? ''}`.trim() },
        );
  }
  return out;
}

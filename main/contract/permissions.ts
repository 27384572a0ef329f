import type { CaseState } from '../domain/caseState';
import { type Role, roles } from '../domain/entry';
import type { CommandName } from './commands';
import { admins, compliers, deciders, doers, everyone, supervisors } from './parts';
import type { QueryName } from './queries';

/** Where a work order stands, as far as it decides what may still be done on it. */
export const situations = ['opened', 'running', 'finished', 'closed'] as const;
export type Situation = (typeof situations)[number];

/** The groups of the page, in the order of the flow. */
export const permissionGroups = {
  sitting: 'Signing in, and this window',
  people: 'People and accounts',
  procedure: 'Job types, codes and checklists',
  work: 'Work orders and runs',
  exceptions: 'Exceptions and break-glass',
  approvals: 'Approvals and closure',
  learning: 'Remediation, signals and rules',
  ledger: 'Ledger and questions',
  packs: 'Audit packs',
  history: 'Imported history',
  erasure: 'Erasure',
  stations: 'Stations and bundles',
  site: 'Backups and updates',
} as const;
export type PermissionGroup = keyof typeof permissionGroups;

/** What one call needs: a role in an open sitting; or no role, by whoever is there, or only before anybody is. */
export type Permission = {
  readonly group: PermissionGroup;
  /** What it does, as a person would say it after “may”. */
  readonly does: string;
  /** Work orders: where it must stand. What it is then judged by besides is the decider's. */
  readonly at?: readonly Situation[];
  /** The state that any other record must have, and who never may, whatever their role. */
  readonly when?: string;
} & (
  | { readonly roles: readonly Role[]; readonly session?: never }
  | { readonly session: 'none' | 'any'; readonly roles?: never }
);

const alive: readonly Situation[] = ['running', 'finished'];
const compliance: readonly Role[] = ['compliance'];

/**
 * The one table of who may do what: every command and every query. It is what each call is judged by before anything else
 * looks at it, what the page *Permissions* shows, and what the tests go through cell by cell. A call without a row here
 * does not compile.
 */
export const permissions = {
  createSite: {
    group: 'sitting',
    session: 'none',
    does: 'create the site of this machine',
    when: 'no site is open',
  },
  openSampleSite: {
    group: 'sitting',
    session: 'none',
    does: 'open the sample site',
    when: 'no site is open',
  },
  signIn: { group: 'sitting', session: 'none', does: 'sign in', when: 'the person is active' },
  chooseSecret: {
    group: 'sitting',
    session: 'none',
    does: 'choose their own secret with a one-time code',
    when: 'a code was issued for them, and is not used or older than a day',
  },
  signOut: { group: 'sitting', session: 'any', does: 'sign out, or lock the window' },
  keepDraft: { group: 'sitting', session: 'any', does: 'keep what they typed and did not record' },
  cancelJob: { group: 'sitting', session: 'any', does: 'stop long work' },
  setTheme: { group: 'sitting', session: 'any', does: 'choose light or dark' },
  status: { group: 'sitting', session: 'any', does: 'see the state of this window and site' },
  people: { group: 'sitting', session: 'any', does: 'see the names for signing in' },

  enrolPerson: {
    group: 'people',
    roles: admins,
    does: 'enrol a person',
    when: 'the identifier was never used, and resembles none',
  },
  issueCode: {
    group: 'people',
    roles: admins,
    does: 'issue a one-time code for a first secret or a reset',
    when: 'the person is active; never for oneself',
  },
  unlockPerson: {
    group: 'people',
    roles: supervisors,
    does: 'unlock somebody who is locked out, with a reason',
    when: 'the person is locked out; never oneself',
  },
  setSecurity: { group: 'people', roles: admins, does: 'set how soon an idle window locks' },
  acknowledgeSecurity: { group: 'people', roles: admins, does: 'acknowledge what the security inbox shows' },
  security: {
    group: 'people',
    roles: supervisors,
    does: 'see who is locked out; admins also the security inbox',
  },
  deactivatePerson: {
    group: 'people',
    roles: admins,
    does: 'deactivate a person',
    when: 'the person is active; never oneself, never the last admin',
  },

  defineJobType: { group: 'procedure', roles: admins, does: 'define a job type' },
  defineCode: { group: 'procedure', roles: admins, does: 'define a code and its owner' },
  addStarter: { group: 'procedure', roles: admins, does: 'take a starter from the library' },
  saveChecklistDraft: { group: 'procedure', roles: admins, does: 'write a draft of a checklist' },
  requestRelease: {
    group: 'procedure',
    roles: admins,
    does: 'ask for the release of a checklist',
    when: 'the draft has no blocking finding',
  },
  releaseChecklist: {
    group: 'procedure',
    roles: deciders,
    does: 'release a checklist, by signature',
    when: 'its release was asked for; never who wrote part of it',
  },
  jobTypes: { group: 'procedure', roles: everyone, does: 'read the job types' },
  codes: { group: 'procedure', roles: everyone, does: 'read the codes' },
  checklists: { group: 'procedure', roles: everyone, does: 'read the list of checklists' },
  checklist: { group: 'procedure', roles: everyone, does: 'read a checklist and its versions' },
  starters: { group: 'procedure', roles: everyone, does: 'read the starter library' },

  openWorkOrder: {
    group: 'work',
    roles: everyone,
    does: 'open a work order',
    when: 'the job type has a released checklist',
  },
  startRun: { group: 'work', roles: doers, does: 'start the run', at: ['opened'] },
  checkPrerequisite: { group: 'work', roles: doers, does: 'pass or fail a prerequisite', at: alive },
  recordStep: { group: 'work', roles: doers, does: 'record a step', at: alive },
  correctStep: { group: 'work', roles: doers, does: 'correct a step, with a reason', at: alive },
  addEvidence: { group: 'work', roles: doers, does: 'add evidence to a step', at: alive },
  showFile: { group: 'work', roles: everyone, does: 'open a held file in a window of its own' },
  saveFile: { group: 'work', roles: everyone, does: 'save a held file, unchanged' },
  handOverRun: { group: 'work', roles: doers, does: 'hand the run over to another station', at: alive },
  myWork: { group: 'work', roles: everyone, does: 'see the work that is due' },
  workOrders: { group: 'work', roles: everyone, does: 'list work orders' },
  findWorkOrder: { group: 'work', roles: everyone, does: 'find a work order by its number' },
  caseView: { group: 'work', roles: everyone, does: 'read a work order whole' },
  evidence: { group: 'work', roles: everyone, does: 'see a file of evidence' },

  blockStep: { group: 'exceptions', roles: doers, does: 'block a step', at: alive },
  explainException: {
    group: 'exceptions',
    roles: everyone,
    does: 'say why there is an exception',
    at: alive,
  },
  withdrawException: {
    group: 'exceptions',
    roles: everyone,
    does: 'withdraw an exception raised by mistake',
    at: alive,
    when: 'only who raised it',
  },
  assignException: {
    group: 'exceptions',
    roles: deciders,
    does: 'give an exception another owner',
    at: alive,
  },
  disposeException: { group: 'exceptions', roles: deciders, does: 'settle an exception', at: alive },
  openGlass: {
    group: 'exceptions',
    roles: doers,
    does: 'break the glass over a gate or a blocked step',
    at: alive,
    when: 'the run is at it; it opens neither identity, ledger, evidence nor its own review',
  },
  endGlass: {
    group: 'exceptions',
    roles: everyone,
    does: 'end an open glass early',
    at: ['running', 'finished', 'closed'],
  },
  decideReview: {
    group: 'exceptions',
    roles: deciders,
    does: 'give the verdict of a post-review, by signature',
    at: alive,
    when: 'never who opened the glass, or worked under it',
  },
  exceptions: { group: 'exceptions', roles: everyone, does: 'list exceptions' },

  approveGate: {
    group: 'approvals',
    roles: deciders,
    does: 'approve a gate, by signature',
    at: alive,
    when: 'the run has reached it and asks for this role; never who carried out a step',
  },
  rejectGate: {
    group: 'approvals',
    roles: deciders,
    does: 'reject a gate, by signature',
    at: alive,
    when: 'the run has reached it and asks for this role; never who carried out a step',
  },
  closeWorkOrder: {
    group: 'approvals',
    roles: compliance,
    does: 'close a work order, by signature',
    at: alive,
    when: 'nothing is missing from it; never who carried out a step',
  },
  saveClosurePdf: { group: 'approvals', roles: everyone, does: 'save a closure PDF', at: ['closed'] },
  inbox: { group: 'approvals', roles: everyone, does: 'see what waits for a decision' },
  signingView: { group: 'approvals', roles: everyone, does: 'see what they would sign' },

  closeRemediation: {
    group: 'learning',
    roles: deciders,
    does: 'close a remediation, with evidence',
    when: 'it is open',
  },
  openRemediation: { group: 'learning', roles: deciders, does: 'open a remediation' },
  addRemediationEvidence: { group: 'learning', roles: deciders, does: 'add evidence to a remediation' },
  dismissSignal: { group: 'learning', roles: deciders, does: 'dismiss a signal, with a reason' },
  decideInReview: { group: 'learning', roles: deciders, does: 'decide in the monthly review' },
  holdReview: { group: 'learning', roles: deciders, does: 'hold the monthly review' },
  setRepeatRule: { group: 'learning', roles: admins, does: 'set when a repeat is a signal' },
  defineRule: { group: 'learning', roles: admins, does: 'define an automation' },
  remediations: { group: 'learning', roles: everyone, does: 'list remediations' },
  signals: { group: 'learning', roles: everyone, does: 'list signals' },
  monthlyReview: { group: 'learning', roles: everyone, does: 'read a monthly review' },
  rules: { group: 'learning', roles: everyone, does: 'read the automations' },
  causes: { group: 'learning', roles: everyone, does: 'read what caused a new version' },

  verifyLedger: { group: 'ledger', roles: everyone, does: 'verify the ledger' },
  saveSiteRoot: { group: 'ledger', roles: everyone, does: 'save the site’s certificate' },
  exportTable: { group: 'ledger', roles: everyone, does: 'export a table of a question' },
  entries: { group: 'ledger', roles: everyone, does: 'read the ledger' },
  entry: { group: 'ledger', roles: everyone, does: 'read one entry and its proof' },
  entryTypes: { group: 'ledger', roles: everyone, does: 'filter the ledger by type' },
  insightScope: { group: 'ledger', roles: everyone, does: 'choose what a question is asked of' },
  question: { group: 'ledger', roles: everyone, does: 'ask the four questions' },
  dashboard: { group: 'ledger', roles: everyone, does: 'see the dashboard' },
  counted: { group: 'ledger', roles: everyone, does: 'open a number to its entries' },

  exportPack: { group: 'packs', roles: compliers, does: 'issue an audit pack' },
  issuePackAgain: { group: 'packs', roles: compliers, does: 'issue an audit pack again' },
  packPreview: { group: 'packs', roles: compliers, does: 'see what a pack would disclose' },
  packRequest: { group: 'packs', roles: compliers, does: 'read what a pack was asked for' },
  verifyFile: { group: 'packs', roles: everyone, does: 'verify a pack, a bundle or a backup' },
  packs: { group: 'packs', roles: everyone, does: 'list audit packs' },

  readHistory: { group: 'history', roles: compliers, does: 'read a file of history' },
  previewHistory: { group: 'history', roles: compliers, does: 'see what an import would take' },
  importHistory: { group: 'history', roles: compliers, does: 'import history' },
  saveRejects: { group: 'history', roles: compliers, does: 'save the lines that were refused' },
  historyImports: { group: 'history', roles: compliers, does: 'list imports' },
  historyCase: { group: 'history', roles: everyone, does: 'read an imported record' },

  requestErasure: { group: 'erasure', roles: compliers, does: 'ask for an erasure' },
  declineErasure: { group: 'erasure', roles: compliers, does: 'decline an erasure', when: 'it waits' },
  approveErasure: {
    group: 'erasure',
    roles: compliers,
    does: 'carry out an erasure, by signature',
    when: 'it waits; never who asked for it',
  },
  erasures: { group: 'erasure', roles: compliers, does: 'list erasures' },
  erasure: { group: 'erasure', roles: compliers, does: 'read an erasure' },
  erasable: { group: 'erasure', roles: compliers, does: 'see what can be erased' },
  erasedBy: { group: 'erasure', roles: everyone, does: 'see what erased an entry' },

  requestToJoin: { group: 'stations', session: 'none', does: 'ask to join a site', when: 'no site is open' },
  joinSite: { group: 'stations', session: 'none', does: 'join a site', when: 'no site is open' },
  readJoinRequest: { group: 'stations', roles: admins, does: 'read a station’s request' },
  inviteStation: { group: 'stations', roles: admins, does: 'enrol a station' },
  exportBundle: { group: 'stations', roles: deciders, does: 'export a bundle' },
  importBundles: { group: 'stations', roles: deciders, does: 'import bundles' },
  dropHeldBundle: { group: 'stations', roles: deciders, does: 'drop a bundle that is held' },
  settleConflict: {
    group: 'stations',
    roles: deciders,
    does: 'settle a conflict',
    when: 'it is open and owned by this role; never who gave one of the two acts',
  },
  stations: { group: 'stations', roles: everyone, does: 'list stations' },
  bundles: { group: 'stations', roles: everyone, does: 'list bundles' },
  conflicts: { group: 'stations', roles: everyone, does: 'list conflicts' },

  chooseBackupPlace: { group: 'site', roles: admins, does: 'choose where backups go' },
  setBackupPlan: { group: 'site', roles: admins, does: 'plan backups' },
  backUpNow: { group: 'site', roles: admins, does: 'back up now' },
  readBackup: { group: 'site', session: 'any', does: 'look into a backup' },
  restoreBackup: {
    group: 'site',
    session: 'any',
    does: 'restore a backup',
    when: 'an admin whom the backup knows gives their secret',
  },
  backups: { group: 'site', roles: everyone, does: 'list backups' },
  setUpdateServer: { group: 'site', roles: admins, does: 'set the update server' },
  lookForUpdate: { group: 'site', roles: admins, does: 'look for an update' },
  prepareUpdate: { group: 'site', roles: admins, does: 'prepare an update' },
  installUpdate: { group: 'site', roles: admins, does: 'install an update' },
  updates: { group: 'site', roles: everyone, does: 'see updates' },
} as const satisfies Record<CommandName | QueryName, Permission>;

export type CallName = keyof typeof permissions;

/** The row of a call. */
export function permissionOf(name: CallName): Permission {
  return permissions[name];
}

/** The roles that may give a call; undefined where it needs none. */
export function rolesFor(name: CallName): readonly Role[] | undefined {
  return permissionOf(name).roles;
}

/** Where a work order stands. */
export function situationOf(state: Pick<CaseState, 'run' | 'closure'>): Situation {
  if (state.closure) return 'closed';
  if (!state.run) return 'opened';
  return state.run.finishedAt === undefined ? 'running' : 'finished';
}

/** Whether the table lets a call change a work order that stands so. A call without situations is not bound to one. */
export function mayAt(name: CallName, situation: Situation): boolean {
  return permissionOf(name).at?.includes(situation) ?? true;
}

/** Whether a role may, where nobody else is asked for: a call that needs no role is open to all of them. */
export function roleMay(name: CallName, role: Role): boolean {
  return (rolesFor(name) ?? roles).includes(role);
}

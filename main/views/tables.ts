import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The views' tables as the migrations make them (which also make them STRICT and indexed). */
export const workOrders = sqliteTable('work_orders', {
  workOrder: text('work_order').primaryKey(),
  number: text('number').notNull(),
  /** The number in small letters, so that WO-7 and wo-7 are one. */
  numberKey: text('number_key').notNull(),
  title: text('title').notNull(),
  jobType: text('job_type').notNull(),
  asset: text('asset').notNull(),
  lot: text('lot'),
  due: text('due'),
  state: text('state').notNull(),
  openedAt: text('opened_at').notNull(),
  performer: text('performer'),
  stepsDone: integer('steps_done').notNull(),
  stepsTotal: integer('steps_total').notNull(),
  place: text('place').notNull(),
  openExceptions: integer('open_exceptions').notNull(),
  openReviews: integer('open_reviews').notNull(),
  closedAt: text('closed_at'),
  closureNumber: text('closure_number'),
  openedClock: text('opened_clock').notNull(),
  openedLog: text('opened_log').notNull(),
  openedSeq: integer('opened_seq').notNull(),
  /** The device that holds the run; null before it is started. */
  holder: text('holder'),
});

export const conflicts = sqliteTable('conflicts', {
  conflict: text('conflict').primaryKey(),
  workOrder: text('work_order').notNull(),
  kind: text('kind').notNull(),
  title: text('title').notNull(),
  why: text('why').notNull(),
  ownerRole: text('owner_role').notNull(),
  foundAt: text('found_at').notNull(),
  standsLog: text('stands_log').notNull(),
  standsSeq: integer('stands_seq').notNull(),
  lostLog: text('lost_log').notNull(),
  lostSeq: integer('lost_seq').notNull(),
  also: integer('also').notNull(),
});

export const settlements = sqliteTable('conflict_settlements', {
  conflict: text('conflict').notNull(),
  workOrder: text('work_order').notNull(),
  decision: text('decision').notNull(),
  settledBy: text('settled_by').notNull(),
  settledAt: text('settled_at').notNull(),
});

export const exceptions = sqliteTable('exceptions', {
  exception: text('exception').primaryKey(),
  workOrder: text('work_order').notNull(),
  number: text('number').notNull(),
  code: text('code').notNull(),
  meaning: text('meaning').notNull(),
  severity: text('severity').notNull(),
  effect: text('effect').notNull(),
  place: text('place').notNull(),
  ownerUser: text('owner_user'),
  ownerRole: text('owner_role'),
  raisedAt: text('raised_at').notNull(),
  raisedBy: text('raised_by').notNull(),
  due: text('due').notNull(),
  why: text('why'),
  state: text('state').notNull(),
  disposition: text('disposition'),
  endedAt: text('ended_at'),
  jobType: text('job_type').notNull(),
  /** When it was found not done in time, and whom it was brought before last. */
  breachedAt: text('breached_at'),
  escalatedUser: text('escalated_user'),
  escalatedRole: text('escalated_role'),
  escalatedAt: text('escalated_at'),
});

export const postReviews = sqliteTable('post_reviews', {
  review: text('review').primaryKey(),
  workOrder: text('work_order').notNull(),
  number: text('number').notNull(),
  glass: text('glass').notNull(),
  glassNumber: text('glass_number').notNull(),
  title: text('title').notNull(),
  openedBy: text('opened_by').notNull(),
  openedAt: text('opened_at').notNull(),
  due: text('due').notNull(),
  state: text('state').notNull(),
  verdict: text('verdict'),
  jobType: text('job_type').notNull(),
  breachedAt: text('breached_at'),
  escalatedUser: text('escalated_user'),
  escalatedRole: text('escalated_role'),
  escalatedAt: text('escalated_at'),
});

export const remediations = sqliteTable('remediations', {
  remediation: text('remediation').primaryKey(),
  workOrder: text('work_order'),
  number: text('number').notNull(),
  title: text('title').notNull(),
  ownerUser: text('owner_user'),
  ownerRole: text('owner_role'),
  due: text('due').notNull(),
  glass: text('glass'),
  glassNumber: text('glass_number'),
  /** What made it necessary, in words. */
  because: text('because').notNull(),
  /** JSON of what can be opened of it; null for a break-glass or a rule. */
  cause: text('cause'),
  rule: text('rule'),
  /** The code it is about, where it is about one. */
  code: text('code'),
  /** JSON of the target set before the action. */
  target: text('target'),
  /** JSON of the files that show what was done. */
  files: text('files').notNull(),
  openedAt: text('opened_at').notNull(),
  state: text('state').notNull(),
  done: text('done'),
  closedAt: text('closed_at'),
  closedBy: text('closed_by'),
  breachedAt: text('breached_at'),
  escalatedUser: text('escalated_user'),
  escalatedRole: text('escalated_role'),
  escalatedAt: text('escalated_at'),
});

export const waitingGates = sqliteTable('waiting_gates', {
  workOrder: text('work_order').notNull(),
  step: text('step').notNull(),
  no: text('no').notNull(),
  title: text('title').notNull(),
  /** JSON of the quorum that is still missing. */
  need: text('need').notNull(),
  requestedAt: text('requested_at').notNull(),
});

export const openGlasses = sqliteTable('open_glasses', {
  glass: text('glass').primaryKey(),
  workOrder: text('work_order').notNull(),
  expires: text('expires').notNull(),
});

/** Every view table, so that a rebuild and its comparison leave none out. */
export const viewTables = [
  'work_orders',
  'exceptions',
  'post_reviews',
  'remediations',
  'waiting_gates',
  'open_glasses',
  'numbers',
  'bundles',
  'seen_heads',
  'forks',
  'conflicts',
  'conflict_settlements',
  'insight_orders',
  'insight_slots',
  'history_cases',
  'history_imports',
] as const;

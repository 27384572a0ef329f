-- Insight: what the four questions and the dashboard count, one row a thing, kept like every view in the append's transaction.
ALTER TABLE exceptions ADD COLUMN job_type TEXT NOT NULL DEFAULT '';
--> statement-breakpoint
CREATE INDEX exceptions_by_code ON exceptions (code, raised_at, job_type, state, work_order);
--> statement-breakpoint
CREATE INDEX exceptions_by_time ON exceptions (raised_at, job_type, state);
--> statement-breakpoint
ALTER TABLE post_reviews ADD COLUMN job_type TEXT NOT NULL DEFAULT '';
--> statement-breakpoint
-- stalled_ms: waiting that is over; stalled_since: since when it waits now. repeated_by: the first other work order of the
-- same job type on the same asset that was opened after the closing, until watched_until.
CREATE TABLE insight_orders (
  work_order TEXT PRIMARY KEY,
  job_type TEXT NOT NULL,
  asset_key TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  started_at TEXT,
  stalled INTEGER NOT NULL CHECK (stalled IN (0, 1)),
  stalled_ms INTEGER NOT NULL,
  stalled_since TEXT,
  stalled_at TEXT,
  closed_at TEXT,
  evidence INTEGER NOT NULL CHECK (evidence IN (0, 1)),
  watched_until TEXT,
  repeated_by TEXT,
  repeated_at TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX insight_orders_by_closing ON insight_orders (closed_at, job_type, evidence, repeated_at, work_order) WHERE closed_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX insight_orders_by_start ON insight_orders (started_at, job_type, stalled, work_order) WHERE started_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX insight_orders_by_asset ON insight_orders (job_type, asset_key, opened_at, work_order);
--> statement-breakpoint
CREATE INDEX insight_orders_by_asset_closing ON insight_orders (job_type, asset_key, closed_at) WHERE closed_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX insight_orders_by_opening ON insight_orders (opened_at);
--> statement-breakpoint
-- Evidence slots of steps that were begun. since: the start of the run; at: the newest file or answer of the step.
CREATE TABLE insight_slots (
  work_order TEXT NOT NULL,
  step TEXT NOT NULL,
  slot TEXT NOT NULL,
  no TEXT NOT NULL,
  label TEXT NOT NULL,
  job_type TEXT NOT NULL,
  since TEXT NOT NULL,
  at TEXT NOT NULL,
  filled INTEGER NOT NULL CHECK (filled IN (0, 1)),
  PRIMARY KEY (work_order, step, slot)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX insight_slots_by_start ON insight_slots (since, job_type, filled);
--> statement-breakpoint
-- By which version the view tables were folded; another one than the program's: they are folded anew at the next opening.
CREATE TABLE views_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version TEXT NOT NULL
) STRICT;

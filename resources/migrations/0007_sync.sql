-- Second station: the media log, heads seen, forks, conflicts. Views, folded anew from the ledger at the next opening.
-- Numbers count on by station; and two stations may open work orders under the same outside number, which is a conflict then.
DROP TABLE numbers;
--> statement-breakpoint
CREATE TABLE numbers (
  kind TEXT NOT NULL,
  station TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (kind, station)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
DROP TABLE work_orders;
--> statement-breakpoint
CREATE TABLE work_orders (
  work_order TEXT PRIMARY KEY,
  number TEXT NOT NULL,
  number_key TEXT NOT NULL,
  title TEXT NOT NULL,
  job_type TEXT NOT NULL,
  asset TEXT NOT NULL,
  lot TEXT,
  due TEXT,
  state TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  performer TEXT,
  steps_done INTEGER NOT NULL,
  steps_total INTEGER NOT NULL,
  place TEXT NOT NULL,
  open_exceptions INTEGER NOT NULL,
  open_reviews INTEGER NOT NULL,
  closed_at TEXT,
  closure_number TEXT,
  -- Where its opening stands, and the station that holds its run.
  opened_clock TEXT NOT NULL,
  opened_log TEXT NOT NULL,
  opened_seq INTEGER NOT NULL,
  holder TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX work_orders_by_state ON work_orders (state, opened_at);
--> statement-breakpoint
CREATE INDEX work_orders_by_number ON work_orders (number_key, opened_clock, opened_log, opened_seq);
--> statement-breakpoint
-- One row an entry bundle.exported or bundle.imported, of any station.
CREATE TABLE bundles (
  log TEXT NOT NULL,
  seq INTEGER NOT NULL,
  bundle TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('sent', 'received')),
  device TEXT NOT NULL,
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  from_device TEXT NOT NULL,
  to_devices TEXT NOT NULL,
  at TEXT NOT NULL,
  by_user TEXT,
  entries INTEGER NOT NULL,
  files INTEGER NOT NULL,
  ranges TEXT NOT NULL,
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX bundles_by_device ON bundles (device, direction, at);
--> statement-breakpoint
CREATE INDEX bundles_by_id ON bundles (bundle, device);
--> statement-breakpoint
-- The largest size of a log that a device is known to hold, when that was seen, and the signed head it showed (empty: it says so itself).
CREATE TABLE seen_heads (
  log TEXT NOT NULL,
  device TEXT NOT NULL,
  size INTEGER NOT NULL,
  at TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (log, device)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE forks (
  log TEXT NOT NULL,
  seq INTEGER NOT NULL,
  of_log TEXT NOT NULL,
  of_seq INTEGER,
  kind TEXT NOT NULL,
  ours TEXT NOT NULL,
  theirs TEXT NOT NULL,
  found_at TEXT NOT NULL,
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE conflicts (
  conflict TEXT PRIMARY KEY,
  work_order TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  why TEXT NOT NULL,
  owner_role TEXT NOT NULL,
  found_at TEXT NOT NULL,
  stands_log TEXT NOT NULL,
  stands_seq INTEGER NOT NULL,
  lost_log TEXT NOT NULL,
  lost_seq INTEGER NOT NULL,
  also INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX conflicts_by_time ON conflicts (found_at);
--> statement-breakpoint
CREATE TABLE conflict_settlements (
  conflict TEXT NOT NULL,
  work_order TEXT NOT NULL,
  decision TEXT NOT NULL,
  settled_by TEXT NOT NULL,
  settled_at TEXT NOT NULL,
  PRIMARY KEY (conflict, work_order)
) STRICT, WITHOUT ROWID;

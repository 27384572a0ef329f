-- Views: how the ledger looks now. Every row follows from the entries alone and can be thrown away and made again.
CREATE TABLE work_orders (
  work_order TEXT PRIMARY KEY,
  number TEXT NOT NULL,
  number_key TEXT NOT NULL UNIQUE,
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
  closure_number TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX work_orders_by_state ON work_orders (state, opened_at);
--> statement-breakpoint
CREATE TABLE exceptions (
  exception TEXT PRIMARY KEY,
  work_order TEXT NOT NULL,
  number TEXT NOT NULL,
  code TEXT NOT NULL,
  meaning TEXT NOT NULL,
  severity TEXT NOT NULL,
  effect TEXT NOT NULL,
  place TEXT NOT NULL,
  owner_user TEXT,
  owner_role TEXT,
  raised_at TEXT NOT NULL,
  raised_by TEXT NOT NULL,
  due TEXT NOT NULL,
  why TEXT,
  state TEXT NOT NULL,
  disposition TEXT,
  ended_at TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX exceptions_by_state ON exceptions (state, due);
--> statement-breakpoint
CREATE TABLE post_reviews (
  review TEXT PRIMARY KEY,
  work_order TEXT NOT NULL,
  number TEXT NOT NULL,
  glass TEXT NOT NULL,
  glass_number TEXT NOT NULL,
  title TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  due TEXT NOT NULL,
  state TEXT NOT NULL,
  verdict TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX post_reviews_by_state ON post_reviews (state, due);
--> statement-breakpoint
CREATE TABLE remediations (
  remediation TEXT PRIMARY KEY,
  work_order TEXT NOT NULL,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  owner_user TEXT,
  owner_role TEXT,
  due TEXT NOT NULL,
  glass TEXT NOT NULL,
  glass_number TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  state TEXT NOT NULL,
  done TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX remediations_by_state ON remediations (state, due);
--> statement-breakpoint
CREATE TABLE waiting_gates (
  work_order TEXT NOT NULL,
  step TEXT NOT NULL,
  no TEXT NOT NULL,
  title TEXT NOT NULL,
  need TEXT NOT NULL,
  requested_at TEXT NOT NULL,
  PRIMARY KEY (work_order, step)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE open_glasses (
  glass TEXT PRIMARY KEY,
  work_order TEXT NOT NULL,
  expires TEXT NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
-- The last number given of each kind that people say aloud.
CREATE TABLE numbers (
  kind TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

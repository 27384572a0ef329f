-- History import: cases of before this app, one row a case, and the imports they came with. Views, made from the entries alone.
-- counted: their import is finished; a cancelled or broken-off import changes no number.
CREATE TABLE history_cases (
  history_case TEXT PRIMARY KEY,
  import TEXT NOT NULL,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  job_type TEXT NOT NULL,
  job_type_name TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  closed_at TEXT,
  code TEXT,
  stalled INTEGER NOT NULL CHECK (stalled IN (0, 1)),
  stalled_minutes INTEGER NOT NULL,
  reopened INTEGER NOT NULL,
  sla_met INTEGER CHECK (sla_met IN (0, 1)),
  evidence INTEGER NOT NULL CHECK (evidence IN (0, 1)),
  owner TEXT,
  counted INTEGER NOT NULL CHECK (counted IN (0, 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX history_cases_by_opening ON history_cases (counted, opened_at);
--> statement-breakpoint
CREATE INDEX history_cases_by_closing ON history_cases (counted, closed_at);
--> statement-breakpoint
CREATE INDEX history_cases_by_code ON history_cases (code);
--> statement-breakpoint
CREATE INDEX history_cases_by_number ON history_cases (number);
--> statement-breakpoint
CREATE INDEX history_cases_waiting ON history_cases (import) WHERE counted = 0;
--> statement-breakpoint
CREATE TABLE history_imports (
  import TEXT PRIMARY KEY,
  -- The device that imports, and the place of the entry that began it.
  log TEXT NOT NULL,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'cancelled', 'cut-off')),
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  rows INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  by_user TEXT NOT NULL,
  ended_at TEXT,
  cases INTEGER NOT NULL,
  rejected_rows INTEGER NOT NULL,
  rejects_sha256 TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX history_imports_by_time ON history_imports (started_at);

-- Learning and escalation: remediations of no work order, what each was opened for and shows, and what was not done in time.
DROP TABLE remediations;
--> statement-breakpoint
CREATE TABLE remediations (
  remediation TEXT PRIMARY KEY,
  work_order TEXT,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  owner_user TEXT,
  owner_role TEXT,
  due TEXT NOT NULL,
  glass TEXT,
  glass_number TEXT,
  because TEXT NOT NULL,
  cause TEXT,
  rule TEXT,
  code TEXT,
  target TEXT,
  files TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  state TEXT NOT NULL,
  done TEXT,
  closed_at TEXT,
  closed_by TEXT,
  breached_at TEXT,
  escalated_user TEXT,
  escalated_role TEXT,
  escalated_at TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX remediations_by_state ON remediations (state, due);
--> statement-breakpoint
CREATE INDEX remediations_in_time ON remediations (due, remediation) WHERE state = 'open' AND breached_at IS NULL;
--> statement-breakpoint
ALTER TABLE exceptions ADD COLUMN breached_at TEXT;
--> statement-breakpoint
ALTER TABLE exceptions ADD COLUMN escalated_user TEXT;
--> statement-breakpoint
ALTER TABLE exceptions ADD COLUMN escalated_role TEXT;
--> statement-breakpoint
ALTER TABLE exceptions ADD COLUMN escalated_at TEXT;
--> statement-breakpoint
CREATE INDEX exceptions_in_time ON exceptions (due, exception) WHERE state = 'open' AND breached_at IS NULL;
--> statement-breakpoint
ALTER TABLE post_reviews ADD COLUMN breached_at TEXT;
--> statement-breakpoint
ALTER TABLE post_reviews ADD COLUMN escalated_user TEXT;
--> statement-breakpoint
ALTER TABLE post_reviews ADD COLUMN escalated_role TEXT;
--> statement-breakpoint
ALTER TABLE post_reviews ADD COLUMN escalated_at TEXT;
--> statement-breakpoint
CREATE INDEX post_reviews_in_time ON post_reviews (due, review) WHERE state = 'open' AND breached_at IS NULL;

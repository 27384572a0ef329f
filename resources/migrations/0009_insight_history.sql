-- Insight over imported cases: the indexes hold all that is counted, so that no case is read for a number.
DROP INDEX history_cases_by_opening;
--> statement-breakpoint
DROP INDEX history_cases_by_closing;
--> statement-breakpoint
CREATE INDEX history_cases_by_opening ON history_cases (counted, opened_at, job_type, code, stalled, job_type_name);
--> statement-breakpoint
CREATE INDEX history_cases_by_closing ON history_cases (counted, closed_at, job_type, evidence, reopened);

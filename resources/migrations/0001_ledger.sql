-- The ledger, format 1 (resources/help/ledger-format.md). Logs of other devices stand in the same tables.
-- A place is one integer: log number * 2^40 + seq. It is the row's key, so a log lies in order and grows at its end.
PRAGMA application_id = 1346653255;
--> statement-breakpoint
CREATE TABLE logs (
  log_no INTEGER PRIMARY KEY CHECK (log_no BETWEEN 1 AND 8000),
  log TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL UNIQUE,
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;
--> statement-breakpoint
-- header, salt and body are the record. clock, type, stream and person repeat the header for searching.
-- hashes: the leaf, then the tree nodes that this entry completes, by rising level, 32 bytes each.
CREATE TABLE entries (
  place INTEGER PRIMARY KEY CHECK (place = log_no * 1099511627776 + seq),
  log_no INTEGER NOT NULL REFERENCES logs (log_no),
  seq INTEGER NOT NULL CHECK (seq >= 0 AND seq < 1099511627776),
  clock TEXT NOT NULL,
  type TEXT NOT NULL,
  stream TEXT NOT NULL,
  person TEXT,
  erased_by INTEGER REFERENCES entries (place),
  hashes BLOB NOT NULL CHECK (length(hashes) >= 32 AND length(hashes) % 32 = 0),
  salt BLOB CHECK (length(salt) = 32),
  header BLOB NOT NULL CHECK (length(header) <= 16384),
  body BLOB CHECK (length(body) <= 1048576),
  CHECK ((salt IS NULL) = (body IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX entries_by_clock ON entries (clock);
--> statement-breakpoint
CREATE INDEX entries_by_type ON entries (type, clock);
--> statement-breakpoint
CREATE INDEX entries_by_person ON entries (person, clock) WHERE person IS NOT NULL;
--> statement-breakpoint
-- What an entry is about: its stream, and ids that follow from its body. Derived: a rebuild computes it again.
CREATE TABLE entry_subjects (
  subject TEXT NOT NULL,
  clock TEXT NOT NULL,
  place INTEGER NOT NULL REFERENCES entries (place),
  is_stream INTEGER NOT NULL CHECK (is_stream IN (0, 1)),
  PRIMARY KEY (subject, clock, place)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
-- One signed note a commit. place: log number * 2^40 + size.
CREATE TABLE checkpoints (
  place INTEGER PRIMARY KEY CHECK (place = log_no * 1099511627776 + size),
  log_no INTEGER NOT NULL REFERENCES logs (log_no),
  size INTEGER NOT NULL CHECK (size > 0),
  note TEXT NOT NULL
) STRICT;
--> statement-breakpoint
-- A command's answer, given again when the same command comes again. first_place is null when it recorded no entry.
CREATE TABLE commands (
  idem TEXT PRIMARY KEY,
  first_place INTEGER REFERENCES entries (place),
  entries INTEGER NOT NULL CHECK (entries >= 0),
  answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER entries_come_in_order BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM entries WHERE place = NEW.place)
  OR (NEW.seq > 0 AND NOT EXISTS (SELECT 1 FROM entries WHERE place = NEW.place - 1))
BEGIN SELECT RAISE(ABORT, 'an entry stands once, right after the one before it'); END;
--> statement-breakpoint
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
--> statement-breakpoint
-- The one change: salt and body go, when an entry body.erased that names this place stands in the ledger.
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
WHEN NOT (
  OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.salt IS NULL
  AND OLD.erased_by IS NULL AND NEW.erased_by IS NOT NULL AND OLD.type <> 'body.erased'
  AND NEW.place IS OLD.place AND NEW.log_no IS OLD.log_no AND NEW.seq IS OLD.seq AND NEW.clock IS OLD.clock
  AND NEW.type IS OLD.type AND NEW.stream IS OLD.stream AND NEW.person IS OLD.person
  AND NEW.hashes IS OLD.hashes AND NEW.header IS OLD.header
  AND EXISTS (
    SELECT 1 FROM entries AS by_entry, logs
    WHERE by_entry.place = NEW.erased_by AND by_entry.type = 'body.erased' AND logs.log_no = OLD.log_no
      AND json_extract(CAST(by_entry.body AS TEXT), '$.entry.log') = logs.log
      AND json_extract(CAST(by_entry.body AS TEXT), '$.entry.seq') = OLD.seq
  )
)
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER checkpoints_follow_entries BEFORE INSERT ON checkpoints
WHEN EXISTS (SELECT 1 FROM checkpoints WHERE place = NEW.place)
  OR NOT EXISTS (SELECT 1 FROM entries WHERE place = NEW.place - 1)
BEGIN SELECT RAISE(ABORT, 'a checkpoint stands once, over entries that are there'); END;
--> statement-breakpoint
CREATE TRIGGER checkpoints_are_never_deleted BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER checkpoints_are_never_changed BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER logs_are_never_deleted BEFORE DELETE ON logs
BEGIN SELECT RAISE(ABORT, 'a log is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER logs_are_never_changed BEFORE UPDATE ON logs
BEGIN SELECT RAISE(ABORT, 'a log is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER commands_are_never_deleted BEFORE DELETE ON commands
BEGIN SELECT RAISE(ABORT, 'a command is never deleted'); END;
--> statement-breakpoint
CREATE TRIGGER commands_are_never_changed BEFORE UPDATE ON commands
BEGIN SELECT RAISE(ABORT, 'a command is never changed'); END;

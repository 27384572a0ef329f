-- Erasure: what a command was answered can hold what its entry said, so it goes with the body of that entry.
DROP TRIGGER commands_are_never_changed;
--> statement-breakpoint
CREATE TRIGGER commands_are_never_changed BEFORE UPDATE ON commands
WHEN NOT (
  NEW.idem IS OLD.idem AND NEW.first_place IS OLD.first_place AND NEW.entries IS OLD.entries
  AND EXISTS (
    SELECT 1 FROM entries WHERE place >= OLD.first_place AND place < OLD.first_place + OLD.entries AND body IS NULL
  )
)
BEGIN SELECT RAISE(ABORT, 'a command is never changed'); END;

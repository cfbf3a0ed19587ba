-- +goose Up
-- Plans and registrations for the expert meeting are readings of a case too.

CREATE TABLE reading_with_plans (
  id             INTEGER PRIMARY KEY,
  case_id        INTEGER NOT NULL,
  message_id     INTEGER NOT NULL REFERENCES message (id),
  form_no        INTEGER NOT NULL,
  role           TEXT NOT NULL CHECK (role IN ('referral', 'correction', 'duplicate', 'plan', 'registration')),
  outcome        TEXT NOT NULL,
  meaning        TEXT NOT NULL,
  source         TEXT NOT NULL,
  sender         TEXT NOT NULL,
  sealed_body    BLOB NOT NULL,
  superseded_by  INTEGER,
  created_at     INTEGER NOT NULL,
  UNIQUE (message_id, form_no)
) STRICT;
INSERT INTO reading_with_plans SELECT id, case_id, message_id, form_no, role, outcome, meaning, source, sender, sealed_body, superseded_by, created_at FROM reading;
DROP TABLE reading;
ALTER TABLE reading_with_plans RENAME TO reading;
CREATE INDEX reading_meaning ON reading (meaning);
CREATE INDEX reading_source ON reading (source);
CREATE INDEX reading_case ON reading (case_id);

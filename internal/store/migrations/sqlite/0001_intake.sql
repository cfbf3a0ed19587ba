-- +goose Up
-- Times are milliseconds since 1970 UTC. Columns named sealed_* hold what a person
-- wrote, encrypted with the data key of the record (internal/seal).

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- A row is a living key; destroying it destroys all that it sealed.
CREATE TABLE data_key (
  id         INTEGER PRIMARY KEY,
  wrapped    BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- One row per distinct message (by its bytes).
CREATE TABLE message (
  id              INTEGER PRIMARY KEY,
  sha256          TEXT NOT NULL UNIQUE,
  size            INTEGER NOT NULL,
  key_id          INTEGER NOT NULL,
  object          TEXT NOT NULL,
  origin          TEXT NOT NULL CHECK (origin IN ('mailbox', 'hand')),
  refused         TEXT NOT NULL DEFAULT '',
  sealed_name     BLOB NOT NULL,
  received_at     INTEGER NOT NULL,
  stored_at       INTEGER NOT NULL,
  attempts        INTEGER NOT NULL DEFAULT 0,
  state           TEXT NOT NULL CHECK (state IN ('stored', 'decided')),
  outcome         TEXT CHECK (outcome IN ('filed', 'ignored', 'held')),
  reason          TEXT NOT NULL DEFAULT '',
  semantic        TEXT NOT NULL DEFAULT '',
  sealed_reading  BLOB,
  decided_at      INTEGER,
  released_at     INTEGER,
  CHECK ((state = 'decided') = (outcome IS NOT NULL)),
  CHECK ((state = 'decided') = (decided_at IS NOT NULL))
) STRICT;
CREATE INDEX message_waiting ON message (id) WHERE state = 'stored';
CREATE INDEX message_held ON message (id) WHERE outcome = 'held' AND released_at IS NULL;
CREATE INDEX message_semantic ON message (semantic) WHERE semantic <> '';
CREATE INDEX message_day ON message (stored_at);

-- One row per place in which a message was seen: RFC 9051 2.3.1.1, UID + UIDVALIDITY.
CREATE TABLE arrival (
  id          INTEGER PRIMARY KEY,
  account     TEXT NOT NULL,
  folder      TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL,
  uid         INTEGER NOT NULL,
  message_id  INTEGER NOT NULL REFERENCES message (id),
  seen_at     INTEGER NOT NULL,
  moved_to    TEXT NOT NULL DEFAULT '',
  moved_uid   INTEGER NOT NULL DEFAULT 0,
  moved_at    INTEGER,
  UNIQUE (account, folder, uidvalidity, uid)
) STRICT;
CREATE INDEX arrival_message ON arrival (message_id);
CREATE INDEX arrival_here ON arrival (account, folder, uidvalidity) WHERE moved_at IS NULL;

CREATE TABLE cases (
  id           INTEGER PRIMARY KEY,
  year         INTEGER NOT NULL,
  number       INTEGER NOT NULL,
  reference    TEXT NOT NULL UNIQUE,
  key_id       INTEGER NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('held', 'questions', 'selection', 'not-admissible')),
  municipality TEXT NOT NULL,
  events       INTEGER NOT NULL,
  reading_id   INTEGER NOT NULL,
  received_at  INTEGER NOT NULL,
  due_at       INTEGER,
  UNIQUE (year, number)
) STRICT;
CREATE INDEX cases_due ON cases (due_at, id) WHERE due_at IS NOT NULL;

-- What a form said. A later reading of the same case supersedes an earlier one; both stay.
CREATE TABLE reading (
  id             INTEGER PRIMARY KEY,
  case_id        INTEGER NOT NULL,
  message_id     INTEGER NOT NULL REFERENCES message (id),
  form_no        INTEGER NOT NULL,
  role           TEXT NOT NULL CHECK (role IN ('referral', 'correction', 'duplicate')),
  outcome        TEXT NOT NULL,
  meaning        TEXT NOT NULL,
  source         TEXT NOT NULL,
  sender         TEXT NOT NULL,
  sealed_body    BLOB NOT NULL,
  superseded_by  INTEGER,
  created_at     INTEGER NOT NULL,
  UNIQUE (message_id, form_no)
) STRICT;
CREATE INDEX reading_meaning ON reading (meaning);
CREATE INDEX reading_source ON reading (source);
CREATE INDEX reading_case ON reading (case_id);

-- What happened to a case or a message, in order, each line bound to the one before.
CREATE TABLE event (
  subject     TEXT NOT NULL CHECK (subject IN ('case', 'message')),
  subject_id  INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  actor       TEXT NOT NULL,
  sealed_data BLOB NOT NULL,
  prev        TEXT NOT NULL,
  hash        TEXT NOT NULL,
  PRIMARY KEY (subject, subject_id, seq)
) STRICT;

CREATE TABLE document (
  id         INTEGER PRIMARY KEY,
  case_id    INTEGER NOT NULL,
  reading_id INTEGER NOT NULL,
  key_id     INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('wanted', 'made')),
  object     TEXT NOT NULL DEFAULT '',
  sha256     TEXT NOT NULL DEFAULT '',
  size       INTEGER NOT NULL DEFAULT 0,
  wanted_at  INTEGER NOT NULL,
  made_at    INTEGER,
  UNIQUE (reading_id, kind),
  CHECK ((state = 'made') = (made_at IS NOT NULL))
) STRICT;
CREATE INDEX document_wanted ON document (id) WHERE state = 'wanted';

-- Mail that goes out: the bytes are fixed in the deciding transaction and sent as they are.
CREATE TABLE outbox (
  id           INTEGER PRIMARY KEY,
  origin       TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,
  case_id      INTEGER NOT NULL DEFAULT 0,
  message_id   INTEGER NOT NULL DEFAULT 0,
  mail_id      TEXT NOT NULL UNIQUE,
  recipient    TEXT NOT NULL,
  key_id       INTEGER NOT NULL,
  sealed_to    BLOB NOT NULL,
  sealed_raw   BLOB NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'retry', 'failed', 'uncertain', 'suppressed', 'bounced')),
  reason       TEXT NOT NULL DEFAULT '',
  attempts     INTEGER NOT NULL DEFAULT 0,
  resends      INTEGER NOT NULL DEFAULT 0,
  holder       TEXT NOT NULL DEFAULT '',
  next_at      INTEGER NOT NULL,
  last_code    INTEGER NOT NULL DEFAULT 0,
  last_text    TEXT NOT NULL DEFAULT '',
  created_at   INTEGER NOT NULL,
  sent_at      INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN ('queued', 'sending', 'retry', 'uncertain');
CREATE INDEX outbox_recipient ON outbox (recipient, created_at);
CREATE INDEX outbox_kind ON outbox (kind, created_at);

-- Who holds what there is only one of, and until when.
CREATE TABLE lease (
  name   TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until  INTEGER NOT NULL,
  state  TEXT NOT NULL DEFAULT '',
  at     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- +goose Up
-- What was destroyed, by whom and on what ground. References, dates and hashes stay; nothing
-- of what was written. Keys first: an item that has its hash has no keys any more.

-- The number of a destroyed key may never be another key's: without AUTOINCREMENT the last one would be.
CREATE TABLE data_key_once (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  wrapped    BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO data_key_once SELECT id, wrapped, created_at FROM data_key;
DROP TABLE data_key;
ALTER TABLE data_key_once RENAME TO data_key;

-- Messages that are about a case without being filed in it: held plans, reports of delivery.
CREATE TABLE message_about (
  message_id INTEGER NOT NULL REFERENCES message (id),
  case_id    INTEGER NOT NULL,
  PRIMARY KEY (message_id, case_id)
) STRICT;
CREATE INDEX message_about_case ON message_about (case_id);

CREATE TABLE destruction_list (
  id          INTEGER PRIMARY KEY,
  year        INTEGER NOT NULL,
  number      INTEGER NOT NULL,
  reference   TEXT NOT NULL UNIQUE,
  state       TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'done')),
  proposed_by TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  approved_by TEXT NOT NULL DEFAULT '',
  approved_at INTEGER NOT NULL DEFAULT 0,
  executed_by TEXT NOT NULL DEFAULT '',
  executed_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (year, number)
) STRICT;

CREATE TABLE destruction_item (
  id         INTEGER PRIMARY KEY,
  list_id    INTEGER NOT NULL REFERENCES destruction_list (id),
  case_id    INTEGER NOT NULL,
  reference  TEXT NOT NULL,
  selection  TEXT NOT NULL,
  rule       TEXT NOT NULL,
  ground     TEXT NOT NULL,
  start_at   INTEGER NOT NULL,
  end_at     INTEGER NOT NULL,
  changes    INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('listed', 'destroying', 'destroyed', 'failed', 'skipped')),
  reason     TEXT NOT NULL DEFAULT '',
  detail     TEXT NOT NULL DEFAULT '',
  files      INTEGER NOT NULL DEFAULT 0,
  sha256     TEXT NOT NULL DEFAULT '',
  settled_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (list_id, case_id)
) STRICT;
CREATE INDEX destruction_item_case ON destruction_item (case_id);

CREATE TABLE destruction_object (
  item_id    INTEGER NOT NULL REFERENCES destruction_item (id),
  object     TEXT NOT NULL,
  removed_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (item_id, object)
) STRICT;
CREATE INDEX destruction_object_name ON destruction_object (object);

CREATE TABLE destruction_certificate (
  id        INTEGER PRIMARY KEY,
  list_id   INTEGER NOT NULL REFERENCES destruction_list (id),
  year      INTEGER NOT NULL,
  number    INTEGER NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  key_id    INTEGER NOT NULL,
  object    TEXT NOT NULL,
  sha256    TEXT NOT NULL,
  made_at   INTEGER NOT NULL,
  UNIQUE (year, number)
) STRICT;
CREATE INDEX destruction_certificate_list ON destruction_certificate (list_id);

-- While one is open, its case is not destroyed. The reason is sealed with the key of the case.
CREATE TABLE legal_hold (
  id            INTEGER PRIMARY KEY,
  case_id       INTEGER NOT NULL,
  sealed_reason BLOB NOT NULL,
  held_by       TEXT NOT NULL,
  held_at       INTEGER NOT NULL,
  released_by   TEXT NOT NULL DEFAULT '',
  released_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX legal_hold_open ON legal_hold (case_id) WHERE released_at IS NULL;

-- What happened to lists and holds, each line bound to the one before. In the clear: the keys are destroyed.
CREATE TABLE destruction_event (
  subject    TEXT NOT NULL CHECK (subject IN ('destruction', 'hold')),
  subject_id INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  actor      TEXT NOT NULL,
  data       BLOB NOT NULL,
  prev       TEXT NOT NULL,
  hash       TEXT NOT NULL,
  PRIMARY KEY (subject, subject_id, seq)
) STRICT;

CREATE INDEX message_object ON message (object);
CREATE INDEX document_object ON document (object) WHERE object <> '';
CREATE INDEX document_case ON document (case_id);
CREATE INDEX outbox_case ON outbox (case_id) WHERE case_id <> 0;
CREATE INDEX outbox_message ON outbox (message_id) WHERE message_id <> 0;

-- +goose Up
-- When each part of the archive was last read from end to end. A part is a share of the names.
CREATE TABLE archive_part (
  part      BIGINT PRIMARY KEY,
  looked_at BIGINT NOT NULL
);

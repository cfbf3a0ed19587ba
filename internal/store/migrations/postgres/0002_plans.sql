-- +goose Up
-- Plans and registrations for the expert meeting are readings of a case too.

ALTER TABLE reading DROP CONSTRAINT reading_role_check;
ALTER TABLE reading ADD CONSTRAINT reading_role_check CHECK (role IN ('referral', 'correction', 'duplicate', 'plan', 'registration'));

-- The council's inbox, schema 1. What was received is never changed nor deleted; only its state moves.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE station (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  uuid TEXT UNIQUE,
  token_hash BLOB UNIQUE,
  key_police BLOB,
  key_mediation BLOB,
  key_joint BLOB,
  added_at TEXT NOT NULL,
  enrolled_at TEXT
) STRICT;

CREATE TABLE enrolment (
  code_hash BLOB PRIMARY KEY,
  station INTEGER NOT NULL REFERENCES station (id),
  expires_on TEXT NOT NULL,
  used_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE release (
  id TEXT PRIMARY KEY,
  station INTEGER NOT NULL REFERENCES station (id),
  log TEXT NOT NULL,
  period TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  received_at TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('received', 'under-review', 'returned', 'published', 'superseded')),
  comment TEXT,
  digest BLOB NOT NULL,
  package BLOB NOT NULL
) STRICT;

CREATE INDEX release_by_period ON release (period DESC, station, log, version DESC);

CREATE TABLE headline (
  release TEXT NOT NULL REFERENCES release (id),
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER release_stays BEFORE UPDATE OF id, station, log, period, version, received_at, digest, package
ON release
BEGIN
  SELECT RAISE (ABORT, 'a received release is never changed');
END;

CREATE TRIGGER release_is_kept BEFORE DELETE ON release
BEGIN
  SELECT RAISE (ABORT, 'a received release is never deleted');
END;

-- A log's fixed tables, schema version 1. The tables of records are made from data/records/*.xml.
-- No table of people, and no reference but from a record's rows to the record.

-- The log's identity, its secrets, and what its tables and search words were made from.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Closed books. A quarter without a row is open.
CREATE TABLE book (
  period TEXT PRIMARY KEY,
  closed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Releases, as the very bytes that left.
CREATE TABLE release (
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL,
  package BLOB NOT NULL,
  PRIMARY KEY (period, version)
) STRICT;

-- What is being typed; record is '' for a new one.
CREATE TABLE draft (
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  member TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (kind, record, member)
) STRICT, WITHOUT ROWID;

-- What was imported: a keyed hash of the source's row, never the source's own number. It stays when
-- the record goes, so that a repeated import does not bring back what was deleted.
CREATE TABLE imported (
  source BLOB PRIMARY KEY,
  kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;

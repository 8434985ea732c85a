-- Schema version 2: the trace of every look and change, legal holds, and what is left of what was erased.
-- No content of a record is in any of them.

-- What was done, in the order in which it was done: numbered without a gap, chained by hash. An entry is sealed
-- to the data-protection officer, so a holder of the log's key can check it but not read it.
CREATE TABLE trace (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  sealed BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;

CREATE TRIGGER trace_is_never_changed BEFORE UPDATE ON trace BEGIN
  SELECT raise (ABORT, 'the trace is never changed');
END;

CREATE TRIGGER trace_is_never_cut BEFORE DELETE ON trace BEGIN
  SELECT raise (ABORT, 'the trace is never cut');
END;

-- Also what would put a row in the place of another, without deleting it.
CREATE TRIGGER trace_goes_on BEFORE INSERT ON trace
WHEN NEW.number <> (SELECT ifnull (max (number), 0) + 1 FROM trace) BEGIN
  SELECT raise (ABORT, 'the trace goes on where it stopped');
END;

-- A record that may not be erased until a day, and why.
CREATE TABLE hold (
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  reason TEXT NOT NULL,
  until TEXT NOT NULL,
  placed_on TEXT NOT NULL,
  placed_by TEXT NOT NULL,
  PRIMARY KEY (kind, record)
) STRICT, WITHOUT ROWID;

-- What is left of an erased record: that there was one, when it went, by whom and by which rule. The id is
-- random and says nothing.
CREATE TABLE tombstone (
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  rule TEXT NOT NULL,
  erased_on TEXT NOT NULL,
  erased_by TEXT NOT NULL,
  PRIMARY KEY (kind, record)
) STRICT, WITHOUT ROWID;

-- The day on which a draft was last typed in, so that what nobody finished ends too; NULL in older logs until
-- the first purge.
ALTER TABLE draft ADD COLUMN typed_on TEXT;

-- How far a published figure was off, published less true, as the rounding of the later quarters of the same year
-- needs it. As secret as a count; gone with the first release of a later year.
CREATE TABLE deviation (
  period TEXT NOT NULL,
  cube TEXT NOT NULL,
  figure TEXT NOT NULL,
  off INTEGER NOT NULL,
  PRIMARY KEY (period, cube, figure)
) STRICT, WITHOUT ROWID;

-- A record of a closed book of which something countable was changed since, and the open book that tells of it.
CREATE TABLE correction (
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  book TEXT NOT NULL,
  PRIMARY KEY (kind, record, book)
) STRICT, WITHOUT ROWID;

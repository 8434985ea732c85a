-- Schema version 3: what a revision of a released quarter counts from. No text of a record is in it.

-- The values of a corrected record of a closed book, without any text, as they stood when its book was released or
-- last revised: what a revision forced by law counts from, also where an older log is brought back. Gone with the
-- record: nothing is left of one that was erased.
CREATE TABLE original (
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  book TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (kind, record)
) STRICT, WITHOUT ROWID;

-- Base cells of a released quarter: what its first release is made of; how far the truth has changed since as of the
-- last revision, and what that revision said of it; and what was taken out since by deleting records by hand, of which
-- nothing else is kept. As secret as counts. Gone when the last record of its book is.
CREATE TABLE base_cell (
  period TEXT NOT NULL,
  cube TEXT NOT NULL,
  cell INTEGER NOT NULL,
  released INTEGER NOT NULL,
  change INTEGER NOT NULL DEFAULT 0,
  shown INTEGER NOT NULL DEFAULT 0,
  pending INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (period, cube, cell)
) STRICT, WITHOUT ROWID;

-- Append-only facts. Every table has `recorded`: when this ledger learned it, UTC, ISO 8601 with microseconds.
-- Times sort as text. Packed columns are JSON written by deedbook.ledger.packing.
-- A change here is a new format: raise migrations.FORMAT and write the step that leads to it.

CREATE TABLE articles (          -- one row a text
  number     INTEGER PRIMARY KEY, -- in the order in which they came: what hangs on a text is added at the end of its
                                 -- table, where a key would put each row in a page of its own
  key        TEXT NOT NULL UNIQUE, -- Article.key
  raw        BLOB NOT NULL,      -- zlib over UTF-8 (surrogatepass): lone surrogates and NUL survive; empty: forgotten
  raw_sha256 TEXT NOT NULL,      -- what decisions are anchored to
  recorded   TEXT NOT NULL
);
CREATE INDEX articles_by_text ON articles (raw_sha256);

CREATE TABLE sightings (         -- every place where that text was met, the first included
  article  INTEGER NOT NULL REFERENCES articles(number),
  location TEXT NOT NULL,
  id       TEXT NOT NULL,        -- the name that this source gives it
  record   TEXT NOT NULL,        -- the article as met here, packed, without raw
  recorded TEXT NOT NULL,
  PRIMARY KEY (article, location, id)
) WITHOUT ROWID;

CREATE TABLE codings (           -- one coder's reading of one article; the newest is what a snapshot uses
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  article  INTEGER NOT NULL REFERENCES articles(number),
  coder    TEXT NOT NULL,        -- name and version; "register …" where a register's reader made it by rule
  recorded TEXT NOT NULL,
  UNIQUE (article, coder)
);

CREATE TABLE events (
  coding   INTEGER NOT NULL REFERENCES codings(number),
  position INTEGER NOT NULL,
  record   TEXT NOT NULL,        -- packed, without article_id, and without coder where that is the coding's
  PRIMARY KEY (coding, position)
) WITHOUT ROWID;

CREATE TABLE passed (            -- stretches that the coder dropped, with the reason
  coding   INTEGER NOT NULL REFERENCES codings(number),
  position INTEGER NOT NULL,
  record   TEXT NOT NULL,
  PRIMARY KEY (coding, position)
) WITHOUT ROWID;

CREATE TABLE titles (            -- persons named with an office
  coding   INTEGER NOT NULL REFERENCES codings(number),
  position INTEGER NOT NULL,
  record   TEXT NOT NULL,
  PRIMARY KEY (coding, position)
) WITHOUT ROWID;

CREATE TABLE official (          -- what an article of a register is beside its text
  article  INTEGER PRIMARY KEY REFERENCES articles(number),
  record   TEXT NOT NULL,        -- the official record, packed, without article and coding
  recorded TEXT NOT NULL
);

CREATE TABLE searches (          -- registers that were looked through
  record   TEXT PRIMARY KEY,
  recorded TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE decisions (         -- what people decided, in the order in which it reached this ledger
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  record   TEXT NOT NULL UNIQUE,
  recorded TEXT NOT NULL
);

CREATE TABLE marks (             -- what people said of whole texts: forged, cloned, whose rights
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  record   TEXT NOT NULL UNIQUE,
  recorded TEXT NOT NULL
);

CREATE TABLE forgotten (         -- texts that were erased; such a text is never taken in again
  article    INTEGER PRIMARY KEY REFERENCES articles(number),
  raw_sha256 TEXT NOT NULL,
  who        TEXT NOT NULL,
  why        TEXT NOT NULL,
  recorded   TEXT NOT NULL
);

CREATE TABLE problems (          -- inputs that could not be used
  record   TEXT PRIMARY KEY,
  recorded TEXT NOT NULL
) WITHOUT ROWID;

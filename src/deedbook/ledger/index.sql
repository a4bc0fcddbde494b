-- Derived from the facts and kept beside them; may be thrown away and made again (deedbook.ledger.index).

CREATE TABLE index_state (       -- `rules`: fingerprint of the rules that made it; `capped`: how often a limit was met;
  name  TEXT PRIMARY KEY,        -- `turns`: how often it was written; `settled`: the newest article when bands were
                                 -- last brought together (ledger.copies)
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE indexed_articles (
  number   INTEGER PRIMARY KEY,  -- that of the fact, by which a key is found; also the row of its words
  key      TEXT NOT NULL,
  day      TEXT,                 -- by which it was published
  published TEXT,               -- the first day on which it can have been
  language TEXT NOT NULL,
  source   TEXT NOT NULL,        -- its outlet, else its key
  copy     INTEGER NOT NULL,     -- the article that stands for its text or wire copy
  turn     INTEGER NOT NULL,     -- the last (index_state) in which anything changed of it
  quiet    INTEGER NOT NULL,     -- bits: 1, its text names no outlet, so that it cites none (ledger.sources); 2, it
                                 -- has no word that announces a day to come (measures.outlook)
  sketch   INTEGER               -- how many keys its sketch has; NULL: it tells of no act, and is no source of any
);
CREATE INDEX indexed_copies ON indexed_articles (copy);
CREATE INDEX indexed_days ON indexed_articles (language, day);  -- how much was read is counted in it alone

CREATE TABLE sketches (          -- keys of each article's sketch (wire.sketch), by which texts alike are found
  hash    INTEGER NOT NULL,      -- season, place and value (ledger.copies): news of one time lies together; below
                                 -- zero: a band, of all years; far above: a band that came lately
  article INTEGER NOT NULL,
  PRIMARY KEY (hash, article)
) WITHOUT ROWID;

CREATE TABLE copy_links (        -- articles that are one text or wire copy by themselves (wire.related)
  one       INTEGER NOT NULL,
  other     INTEGER NOT NULL,
  of_longer REAL NOT NULL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX copy_links_back ON copy_links (other);

CREATE TABLE indexed_events (
  number  INTEGER PRIMARY KEY,   -- coding * 65536 + position
  article INTEGER NOT NULL,
  one     TEXT NOT NULL,         -- the two parties in order: codes, else names in lower case; empty: unknown
  other   TEXT NOT NULL,
  kind    TEXT NOT NULL,
  manner  INTEGER NOT NULL,      -- what tells two acts of one pair and kind apart at a glance (traits.manner)
  near    INTEGER,               -- the window's first day where it is short; NULL: undated or long
  first   INTEGER,
  last    INTEGER,
  decided INTEGER NOT NULL,      -- 1: people decided on it, so that its parties may have been others before
  act     INTEGER,               -- the act's event of the smallest number; NULL: not current, or rejected
  knot    INTEGER                -- the same of all that hangs together with it by likely links: merged as a whole
);
CREATE INDEX indexed_blocks ON indexed_events (one, other, kind, near);
CREATE INDEX indexed_acts ON indexed_events (act);
CREATE INDEX indexed_knots ON indexed_events (knot);
CREATE INDEX indexed_tellings ON indexed_events (article);
CREATE INDEX indexed_decided ON indexed_events (decided) WHERE decided;

CREATE TABLE indexed_tags (      -- by which acts bear on pairs that are not their parties (scope.tags)
  tag   TEXT NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (tag, event)
) WITHOUT ROWID;

CREATE TABLE pair_counts (
  one     TEXT NOT NULL,
  other   TEXT NOT NULL,
  acts    INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  first   TEXT,
  last    TEXT,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;

CREATE TABLE pairs_changed (     -- pairs whose counts are no longer those of `pair_counts`
  one   TEXT NOT NULL,
  other TEXT NOT NULL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;

CREATE TABLE changes (           -- the last turn (index_state) in which anything changed of a pair, of a tag or a
  one   TEXT NOT NULL,           -- forgotten article (`one` empty), or of what bears on all (both '*')
  other TEXT NOT NULL,
  turn  INTEGER NOT NULL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;

CREATE TABLE kept_pages (        -- what took long to make of the facts (ledger.pages)
  name    TEXT PRIMARY KEY,      -- what it shows, and how
  maker   TEXT NOT NULL,         -- fingerprint of the code that made it
  turn    INTEGER NOT NULL,      -- of the ledger (index_state) when that began
  made    TEXT NOT NULL,         -- when that was, UTC
  seconds REAL NOT NULL,         -- how long it took
  page    BLOB NOT NULL          -- zlib over UTF-8
);

CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='unicode61 remove_diacritics 2');

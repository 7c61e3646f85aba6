"""
The tables, as migrations: appended only, never edited.

    article ──< tag                 its topics, how much each
       ├──────< evidence            why it has each topic
       ├─────── tagging >── pack    which topics file said so, word for word
       ├──────< verdict             what a person says its topics should be
       ├──────< article_version     its earlier texts
       ├──────< recheck             every later look at its page, and what was found
       ├─────── recheck_plan        when the next one is due
       └──────< location            every address and path it was found at
    ledger                          every piece of copy and what became of it
    source ──< coverage             each source as it stands; what each hour's polls of it gave
       └─────< source_event         its problems and recoveries
    visit, robots                   what to ask an address with again; what a host forbids
    beat                            one row: this store's own identity
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from sqlite_utils import Database, Migrations

migrations = Migrations("topicwire")


@migrations()
def m001_first_light(db: Database) -> None:
    for statement in _FIRST_LIGHT:
        db.execute(statement)
    db.table("article").enable_fts(
        ["title", "text"], tokenize="unicode61 remove_diacritics 2", create_triggers=True
    )
    db.table("beat").insert(
        {"id": 1, "name": uuid.uuid4().hex[:12], "created": datetime.now(UTC).isoformat()}
    )


@migrations()
def m002_extraction(db: Database) -> None:
    for statement in _EXTRACTION:
        db.execute(statement)


@migrations()
def m003_topics(db: Database) -> None:
    for statement in _TOPICS:
        db.execute(statement)


@migrations()
def m004_sources(db: Database) -> None:
    for statement in _SOURCES:
        db.execute(statement)


@migrations()
def m005_rechecks(db: Database) -> None:
    for statement in _RECHECKS:
        db.execute(statement)


_FIRST_LIGHT = (
    """
    CREATE TABLE beat (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        name TEXT NOT NULL,          -- part of every feed's id, so that two beats never share one
        created TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE article (
        id INTEGER PRIMARY KEY,
        guid TEXT NOT NULL UNIQUE,
        key TEXT NOT NULL UNIQUE,    -- canonical URL, or the location of copy that states none
        input TEXT NOT NULL,
        url TEXT,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        text_hash TEXT NOT NULL,     -- of the words alone: equal for copies under other furniture
        authors TEXT NOT NULL,       -- JSON array
        site TEXT,
        published_at TEXT,
        published_precision TEXT,
        published_found_in TEXT,
        published_written TEXT,
        modified_at TEXT,
        modified_precision TEXT,
        modified_found_in TEXT,
        modified_written TEXT,
        language TEXT,
        section TEXT,
        description TEXT,
        version INTEGER NOT NULL,
        copy_of INTEGER REFERENCES article (id),
        document TEXT NOT NULL,
        tagged_with TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        changed TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    "CREATE INDEX article_text_hash ON article (text_hash)",
    "CREATE UNIQUE INDEX article_url ON article (url)",
    """
    CREATE TABLE article_version (
        article_id INTEGER NOT NULL REFERENCES article (id),
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        document TEXT NOT NULL,
        replaced TEXT NOT NULL,
        PRIMARY KEY (article_id, number)
    ) STRICT
    """,
    """
    CREATE TABLE location (
        location TEXT PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id),
        document TEXT NOT NULL       -- sha256 last read there
    ) STRICT
    """,
    "CREATE INDEX location_article ON location (article_id)",
    """
    CREATE TABLE evidence (
        article_id INTEGER NOT NULL REFERENCES article (id),
        number INTEGER NOT NULL,
        topic TEXT NOT NULL,
        rule TEXT NOT NULL,
        field TEXT NOT NULL CHECK (field IN ('title', 'text')),
        "start" INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        words TEXT NOT NULL,         -- JSON array
        sentence TEXT NOT NULL,
        score REAL NOT NULL,
        PRIMARY KEY (article_id, number)
    ) STRICT
    """,
    "CREATE INDEX evidence_topic ON evidence (topic, article_id)",
    """
    CREATE TABLE ledger (
        id INTEGER PRIMARY KEY,
        run TEXT NOT NULL,           -- the run that last had it
        source TEXT NOT NULL,        -- the argument or configured source that brought it
        input TEXT NOT NULL,         -- as it was given
        location TEXT NOT NULL,
        state TEXT NOT NULL
            CHECK (state IN ('seen', 'fetched', 'stored', 'unchanged', 'copy', 'rejected')),
        code TEXT,
        reason TEXT,
        document TEXT,
        url TEXT,
        content_type TEXT,
        read_at TEXT,
        article_id INTEGER REFERENCES article (id),
        attempts INTEGER NOT NULL DEFAULT 0,
        times INTEGER NOT NULL DEFAULT 1,
        seen TEXT NOT NULL,
        settled TEXT
    ) STRICT
    """,
    "CREATE INDEX ledger_state ON ledger (state)",
    "CREATE INDEX ledger_location ON ledger (location, state)",
)

_EXTRACTION = (
    "ALTER TABLE article ADD COLUMN organisations TEXT NOT NULL DEFAULT '[]'",  # JSON array
    "ALTER TABLE article ADD COLUMN image TEXT",
    "ALTER TABLE article ADD COLUMN access TEXT",
    "ALTER TABLE article ADD COLUMN licence TEXT",
    "ALTER TABLE article ADD COLUMN tdm TEXT",
    # JSON: by field where it was found and how far to trust it; the names of the flags.
    "ALTER TABLE article ADD COLUMN origins TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE article ADD COLUMN flags TEXT NOT NULL DEFAULT '[]'",
    # JSON: every other field as it was; empty for versions kept before there was this column.
    "ALTER TABLE article_version ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}'",
    # Why it was replaced: the copy changed (source), or it was read anew (extraction).
    "ALTER TABLE article_version ADD COLUMN cause TEXT NOT NULL DEFAULT 'source'",
    # SQLite cannot change a CHECK: the ledger moves house for the state `unpacked`, a file of many documents.
    "ALTER TABLE ledger RENAME TO ledger_before",
    """
    CREATE TABLE ledger (
        id INTEGER PRIMARY KEY,
        run TEXT NOT NULL,           -- the run that last had it
        source TEXT NOT NULL,        -- the argument or configured source that brought it
        input TEXT NOT NULL,         -- as it was given
        location TEXT NOT NULL,
        state TEXT NOT NULL
            CHECK (state IN ('seen', 'fetched', 'stored', 'unchanged', 'copy', 'unpacked', 'rejected')),
        code TEXT,
        reason TEXT,
        document TEXT,
        url TEXT,
        content_type TEXT,
        read_at TEXT,
        article_id INTEGER REFERENCES article (id),
        attempts INTEGER NOT NULL DEFAULT 0,
        times INTEGER NOT NULL DEFAULT 1,
        seen TEXT NOT NULL,
        settled TEXT
    ) STRICT
    """,
    "INSERT INTO ledger SELECT * FROM ledger_before",
    "DROP TABLE ledger_before",
    "CREATE INDEX ledger_state ON ledger (state)",
    "CREATE INDEX ledger_location ON ledger (location, state)",
    "CREATE INDEX ledger_article ON ledger (article_id, document)",
    "CREATE INDEX article_copy_of ON article (copy_of)",
)

_TOPICS = (
    """
    CREATE TABLE tag (
        article_id INTEGER NOT NULL REFERENCES article (id),
        topic TEXT NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('about', 'mentions')),
        score REAL NOT NULL,
        late INTEGER NOT NULL,       -- 1: gained after its text was first read; a feed carries few of these
        PRIMARY KEY (article_id, topic)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX tag_late ON tag (topic, article_id) WHERE late",
    # As near as can be told from what was kept; the next retag knows.
    """
    INSERT INTO tag
    SELECT article_id, topic, iif(max(field = 'title'), 'about', 'mentions'), sum(score), 0
    FROM evidence GROUP BY article_id, topic
    """,
    """
    CREATE TABLE pack (
        sha256 TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        version TEXT,                -- as the file counts
        source TEXT NOT NULL,        -- the file, word for word; of a folder all files
        first_used TEXT NOT NULL
    ) STRICT
    """,
    # By itself, narrow: a retag writes it for every article.
    """
    CREATE TABLE tagging (
        article_id INTEGER PRIMARY KEY REFERENCES article (id),
        pack TEXT NOT NULL           -- sha256; packs of before this table are not in `pack`
    ) STRICT
    """,
    "INSERT INTO tagging SELECT id, tagged_with FROM article",
    "ALTER TABLE article DROP COLUMN tagged_with",
    """
    CREATE TABLE verdict (
        article_id INTEGER NOT NULL REFERENCES article (id),
        topic TEXT NOT NULL,
        is_wanted INTEGER NOT NULL,
        version INTEGER NOT NULL,    -- of the article's text that was judged
        given TEXT NOT NULL,
        PRIMARY KEY (article_id, topic)
    ) STRICT, WITHOUT ROWID
    """,
    # The index of words is written anew only with the words.
    "DROP TRIGGER article_au",
    """
    CREATE TRIGGER article_au AFTER UPDATE OF title, text ON article BEGIN
        INSERT INTO article_fts (article_fts, rowid, title, text)
        VALUES ('delete', old.rowid, old.title, old.text);
        INSERT INTO article_fts (rowid, title, text) VALUES (new.rowid, new.title, new.text);
    END
    """,
)

_SOURCES = (
    # Once more the ledger moves house, for the states `waiting` and `dead`.
    "ALTER TABLE ledger RENAME TO ledger_before",
    """
    CREATE TABLE ledger (
        id INTEGER PRIMARY KEY,
        run TEXT NOT NULL,           -- the run that last had it
        source TEXT NOT NULL,        -- the argument or configured source that brought it
        input TEXT NOT NULL,         -- as it was given
        location TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN (
            'seen', 'fetched', 'waiting', 'stored', 'unchanged', 'copy', 'unpacked', 'rejected', 'dead'
        )),
        code TEXT,
        reason TEXT,
        document TEXT,
        url TEXT,
        content_type TEXT,
        read_at TEXT,
        article_id INTEGER REFERENCES article (id),
        attempts INTEGER NOT NULL DEFAULT 0,    -- of extraction
        times INTEGER NOT NULL DEFAULT 1,
        seen TEXT NOT NULL,
        settled TEXT,
        tries INTEGER NOT NULL DEFAULT 0,       -- fetches that failed
        next_attempt TEXT,           -- of a row that waits
        item TEXT,                   -- JSON: what the source itself said of it
        same TEXT                    -- its address as `same_article` folds it
    ) STRICT
    """,
    """
    INSERT INTO ledger (
        id, run, source, input, location, state, code, reason, document, url, content_type, read_at,
        article_id, attempts, times, seen, settled
    )
    SELECT id, run, source, input, location, state, code, reason, document, url, content_type, read_at,
        article_id, attempts, times, seen, settled
    FROM ledger_before
    """,
    "DROP TABLE ledger_before",
    "CREATE INDEX ledger_state ON ledger (state)",
    "CREATE INDEX ledger_location ON ledger (location, state)",
    "CREATE INDEX ledger_article ON ledger (article_id, document)",
    "CREATE INDEX ledger_same ON ledger (same) WHERE same IS NOT NULL",
    "ALTER TABLE location ADD COLUMN same TEXT",  # the article's own address, folded as the ledger's
    "CREATE INDEX location_same ON location (same) WHERE same IS NOT NULL",
    """
    CREATE TABLE source (
        name TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN (
            'new', 'healthy', 'unchanged', 'empty', 'broken', 'blocked', 'silent'
        )),
        since TEXT NOT NULL,         -- it is in this state
        misses INTEGER NOT NULL,     -- polls in a row that gave nothing to go by
        failing_since TEXT,          -- the first of these
        first_poll TEXT,
        last_poll TEXT,
        last_answer TEXT,            -- it last answered well
        last_new TEXT,               -- it last brought something new
        error_code TEXT,             -- of the last failure, kept when it is over
        error_reason TEXT,
        error_at TEXT,
        next_poll TEXT,
        interval REAL,               -- seconds from the last poll to the next
        moved_to TEXT
    ) STRICT
    """,
    """
    CREATE TABLE coverage (
        source TEXT NOT NULL,
        hour TEXT NOT NULL,          -- UTC: 2026-05-04T09
        state TEXT NOT NULL          -- the worst answer of the hour
            CHECK (state IN ('ok', 'unchanged', 'empty', 'blocked', 'broken')),
        polls INTEGER NOT NULL,
        failed INTEGER NOT NULL,     -- polls that were blocked or broken
        found INTEGER NOT NULL,      -- items in the fullest answer
        new INTEGER NOT NULL,        -- items never seen before
        PRIMARY KEY (source, hour)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX coverage_hour ON coverage (hour)",
    """
    CREATE TABLE source_event (
        id INTEGER PRIMARY KEY,
        guid TEXT NOT NULL UNIQUE,   -- of its entry in the health feed
        source TEXT NOT NULL,
        at TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('problem', 'recovery')),
        from_state TEXT NOT NULL,
        state TEXT NOT NULL,
        code TEXT,
        reason TEXT NOT NULL         -- a sentence
    ) STRICT
    """,
    "CREATE INDEX source_event_source ON source_event (source, id)",
    """
    CREATE TABLE visit (
        url TEXT PRIMARY KEY,        -- as it is asked for
        etag TEXT,
        last_modified TEXT,
        fetched TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE robots (
        origin TEXT PRIMARY KEY,
        status INTEGER,              -- NULL: no answer came
        body BLOB NOT NULL,
        fetched TEXT NOT NULL
    ) STRICT
    """,
)

_RECHECKS = (
    # When its page was noticed to be gone; NULL while it is there as far as is known.
    "ALTER TABLE article ADD COLUMN gone TEXT",
    """
    CREATE TABLE recheck (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id),
        at TEXT NOT NULL,
        url TEXT NOT NULL,
        outcome TEXT NOT NULL
            CHECK (outcome IN ('unchanged', 'changed', 'gone', 'blocked', 'unknown')),
        recovered INTEGER NOT NULL,  -- 1: it was gone and is there again
        code TEXT,
        reason TEXT
    ) STRICT
    """,
    "CREATE INDEX recheck_article ON recheck (article_id, id)",
    """
    CREATE TABLE recheck_plan (
        article_id INTEGER PRIMARY KEY REFERENCES article (id),
        next TEXT,                   -- NULL: no more looks
        failures INTEGER NOT NULL    -- looks in a row that told nothing
    ) STRICT
    """,
)

-- Times are whole milliseconds since 1970, UTC; flags are 0 or 1; days are ISO text.

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    idle_seconds INTEGER NOT NULL,
    pin_hash TEXT,
    has_printer INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE content_version (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    source BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    published_at INTEGER,
    base_id INTEGER REFERENCES content_version (id),
    published_by TEXT
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a year: references run on and are never given twice, even after a deletion.
CREATE TABLE reference_counter (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

-- A visit, at the stand and on the phone alike: one dossier. The facts repeat answers and the newest concluded
-- result for filters; they are what remains when the rest is forgotten (anonymised_at).
CREATE TABLE assessment (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    reference TEXT UNIQUE,
    stand_reference TEXT,
    door TEXT NOT NULL,
    host_origin TEXT NOT NULL,
    event_id INTEGER REFERENCES event (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    anonymised_at INTEGER,
    department TEXT,
    structure TEXT,
    sector TEXT,
    headcount INTEGER,
    size TEXT,
    themes TEXT,
    ambition TEXT,
    verdict TEXT,
    stage_recommended TEXT,
    company_level TEXT,
    concluded_at INTEGER,
    application_stage TEXT,
    last_contact_at INTEGER
) STRICT;
CREATE INDEX assessment_by_stand_reference ON assessment (stand_reference) WHERE stand_reference IS NOT NULL;
CREATE INDEX assessment_by_event ON assessment (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX assessment_by_stage ON assessment (application_stage, id) WHERE application_stage IS NOT NULL;

CREATE TABLE access (
    token_hash BLOB PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    salt BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_sign_of_life INTEGER,
    closed_at INTEGER,
    opened_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX access_by_assessment ON access (assessment_id);

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    short INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    concluded_at INTEGER,
    content_id INTEGER REFERENCES content_version (id),
    result TEXT,
    UNIQUE (assessment_id, number),
    CHECK ((concluded_at IS NULL) = (result IS NULL))
) STRICT;

CREATE TABLE answer (
    revision_id INTEGER NOT NULL REFERENCES revision (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (revision_id, key)
) STRICT, WITHOUT ROWID;

-- What was erased: so that neither a restored backup nor a merged stand brings it back.
CREATE TABLE erased (
    uid TEXT PRIMARY KEY,
    erased_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The health check's one row.
CREATE TABLE probe (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    checked_at INTEGER NOT NULL
) STRICT;
INSERT INTO probe (id, checked_at) VALUES (1, 0);

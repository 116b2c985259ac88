-- The place in the questionnaire (1 is the first question) where the newest revision waits: what the figures on usage
-- count. The path is still derived from the answers; nothing but figures and their lists reads this.
ALTER TABLE assessment ADD COLUMN waiting_at INTEGER NOT NULL DEFAULT 1;

-- Everything that the funnel counts, so that it never reads the wide rows.
CREATE INDEX assessment_usage ON assessment (created_at, door, event_id, waiting_at, concluded_at, application_stage, stage_recommended);

-- A content being prepared: changed until it is published as a version, or thrown away.
CREATE TABLE content_candidate (
    id INTEGER PRIMARY KEY,
    base_id INTEGER NOT NULL REFERENCES content_version (id),
    version TEXT NOT NULL,
    source BLOB NOT NULL,
    origin TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

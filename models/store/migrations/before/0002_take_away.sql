-- Who asked to be called back or applied: one row an assessment, replaced when the same visitor sends more.
CREATE TABLE application (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL UNIQUE REFERENCES assessment (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('rappel', 'candidature')),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    company TEXT NOT NULL,
    company_number TEXT NOT NULL,
    siren TEXT NOT NULL GENERATED ALWAYS AS (substr(company_number, 1, 9)) STORED,
    postal_code TEXT NOT NULL,
    project TEXT NOT NULL,
    moment TEXT NOT NULL,
    wants_news INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX application_by_siren ON application (siren) WHERE siren <> '';

-- Mail to send, written in the same transaction as what it announces. Recipient, subject and texts are erased once
-- sent. next_attempt_at is empty once there is nothing left to do: sent, or given up.
CREATE TABLE outbox_message (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    assessment_id INTEGER REFERENCES assessment (id) ON DELETE CASCADE,
    recipient TEXT,
    reply_to TEXT,
    subject TEXT,
    plain TEXT,
    html TEXT,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER,
    last_error TEXT,
    sent_at INTEGER,
    given_up_at INTEGER
) STRICT;
CREATE INDEX outbox_message_due ON outbox_message (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX outbox_message_by_assessment ON outbox_message (assessment_id) WHERE assessment_id IS NOT NULL;

-- The people of the Aract who run the scheme, what they did, and what they keep on a dossier.

CREATE TABLE staff_account (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('chargee', 'administratrice')),
    password_hash TEXT NOT NULL,
    must_change_password INTEGER NOT NULL,
    totp_secret TEXT,
    totp_last_step INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;

CREATE TABLE staff_recovery_code (
    account_id INTEGER NOT NULL REFERENCES staff_account (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (account_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_session (
    token_hash BLOB PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES staff_account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    browser TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_session_by_account ON staff_session (account_id);

-- One row for each address and account tried from it; the key is a hash, so that no address is kept.
CREATE TABLE sign_in_failure (
    key BLOB PRIMARY KEY,
    count INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who changed what, and when. The actor's e-mail is repeated so that the log outlives the account; nothing of a
-- dossier but its number and reference is repeated, so that the log may outlive the dossier.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    account_id INTEGER,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    assessment_id INTEGER,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_assessment ON audit (assessment_id) WHERE assessment_id IS NOT NULL;

ALTER TABLE assessment ADD COLUMN assigned_to INTEGER REFERENCES staff_account (id);
ALTER TABLE assessment ADD COLUMN call_back_on TEXT;
ALTER TABLE assessment ADD COLUMN days_granted INTEGER;
ALTER TABLE assessment ADD COLUMN granted_on TEXT;
ALTER TABLE assessment ADD COLUMN file_version INTEGER NOT NULL DEFAULT 0;

-- Everything the list filters, counts and orders by, so that it never reads the table itself; newest first.
CREATE INDEX assessment_for_list ON assessment (
    created_at, id, application_stage, concluded_at, verdict, stage_recommended, company_level, department, sector,
    structure, size, ambition, door, event_id, assigned_to, call_back_on, days_granted, headcount, themes
);
CREATE INDEX assessment_by_call_back ON assessment (call_back_on, id) WHERE call_back_on IS NOT NULL;

-- What happened to a dossier, as staff tell it; mails are in the outbox, conclusions in the revisions.
CREATE TABLE timeline (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    author_id INTEGER REFERENCES staff_account (id),
    author TEXT NOT NULL,
    happened_on TEXT,
    summary TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX timeline_by_assessment ON timeline (assessment_id, at);

-- Two dossiers of one company, or two that belong together; the lower id first.
CREATE TABLE dossier_link (
    low_id INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    high_id INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
    PRIMARY KEY (low_id, high_id),
    CHECK (low_id < high_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_link_by_high ON dossier_link (high_id);

CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL
) STRICT;

-- What the list's free text is looked for in: company and person, in small letters without accents. Kept by
-- triggers, so that it follows whoever writes an application; it goes with the dossier like the rest.
CREATE TABLE dossier_search (
    assessment_id INTEGER PRIMARY KEY REFERENCES assessment (id) ON DELETE CASCADE,
    words TEXT NOT NULL
) STRICT;
CREATE TRIGGER application_searchable AFTER INSERT ON application
BEGIN
    INSERT INTO dossier_search VALUES (NEW.assessment_id, lower(NEW.company || ' ' || NEW.name || ' ' || NEW.email || ' ' || NEW.company_number || ' ' || NEW.postal_code));
END;
CREATE TRIGGER application_searchable_again AFTER UPDATE ON application
BEGIN
    DELETE FROM dossier_search WHERE assessment_id = OLD.assessment_id;
    INSERT INTO dossier_search VALUES (NEW.assessment_id, lower(NEW.company || ' ' || NEW.name || ' ' || NEW.email || ' ' || NEW.company_number || ' ' || NEW.postal_code));
END;
-- A visitor who sends more while staff have the file open makes what they see stale.
CREATE TRIGGER application_stale AFTER UPDATE ON application
BEGIN
    UPDATE assessment SET file_version = file_version + 1 WHERE id = NEW.assessment_id;
END;
CREATE TRIGGER application_unsearchable AFTER DELETE ON application
BEGIN
    DELETE FROM dossier_search WHERE assessment_id = OLD.assessment_id;
END;
-- SQLite knows no accents: each letter's are taken off one by one.
CREATE TRIGGER dossier_search_folded AFTER INSERT ON dossier_search
BEGIN
    UPDATE dossier_search SET words = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(words, 'à', 'a'), 'â', 'a'), 'ä', 'a'), 'á', 'a'), 'ã', 'a'), 'À', 'a'), 'Â', 'a'), 'Ä', 'a'), 'Á', 'a'), 'Ã', 'a')
        WHERE assessment_id = NEW.assessment_id;
    UPDATE dossier_search SET words = replace(replace(replace(replace(replace(replace(replace(replace(words, 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e'), 'É', 'e'), 'È', 'e'), 'Ê', 'e'), 'Ë', 'e')
        WHERE assessment_id = NEW.assessment_id;
    UPDATE dossier_search SET words = replace(replace(replace(replace(replace(replace(words, 'î', 'i'), 'ï', 'i'), 'í', 'i'), 'Î', 'i'), 'Ï', 'i'), 'Í', 'i')
        WHERE assessment_id = NEW.assessment_id;
    UPDATE dossier_search SET words = replace(replace(replace(replace(replace(replace(replace(replace(words, 'ô', 'o'), 'ö', 'o'), 'ó', 'o'), 'õ', 'o'), 'Ô', 'o'), 'Ö', 'o'), 'Ó', 'o'), 'Õ', 'o')
        WHERE assessment_id = NEW.assessment_id;
    UPDATE dossier_search SET words = replace(replace(replace(replace(replace(replace(replace(replace(words, 'ù', 'u'), 'û', 'u'), 'ü', 'u'), 'ú', 'u'), 'Ù', 'u'), 'Û', 'u'), 'Ü', 'u'), 'Ú', 'u')
        WHERE assessment_id = NEW.assessment_id;
    UPDATE dossier_search SET words = replace(replace(words, 'ç', 'c'), 'Ç', 'c')
        WHERE assessment_id = NEW.assessment_id;
    UPDATE dossier_search SET words = replace(replace(words, 'ñ', 'n'), 'Ñ', 'n')
        WHERE assessment_id = NEW.assessment_id;
    UPDATE dossier_search SET words = replace(replace(words, 'œ', 'oe'), 'Œ', 'oe')
        WHERE assessment_id = NEW.assessment_id;
    UPDATE dossier_search SET words = replace(replace(replace(words, '’', ''''), ' ', ' '), ' ', ' ')
        WHERE assessment_id = NEW.assessment_id;
END;

-- What staff noted beside a dossier goes when it is reduced to figures, whoever reduces it.
CREATE TRIGGER dossier_reduced AFTER UPDATE OF anonymised_at ON assessment WHEN NEW.anonymised_at IS NOT NULL
BEGIN
    UPDATE assessment SET call_back_on = NULL, assigned_to = NULL WHERE id = NEW.id;
END;

-- Files of enrolments, and the keys that make a repeated request one effect.

CREATE TABLE upload (
    upload_id       uuid        NOT NULL,
    -- The organisation that its maker acted for: an employer, or the operator where a file names its employers.
    organisation_id uuid        NOT NULL,
    sha256          bytea       NOT NULL,
    row_count       integer     NOT NULL,
    enrolled_count  integer     NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    created_by      uuid        NOT NULL,
    undone_at       timestamptz,
    undone_by       uuid,
    CONSTRAINT upload_has_an_id PRIMARY KEY (upload_id),
    CONSTRAINT upload_is_of_an_organisation FOREIGN KEY (organisation_id) REFERENCES organisation
);
CREATE UNIQUE INDEX file_is_uploaded_once ON upload (organisation_id, sha256) WHERE undone_at IS NULL;

CREATE TABLE upload_row (
    upload_id     uuid    NOT NULL,
    row_number    integer NOT NULL,
    result        text    NOT NULL,
    person_id     uuid,
    employment_id uuid,
    -- Fields, codes and advice; never what was entered.
    problems      jsonb   NOT NULL DEFAULT '[]',
    CONSTRAINT upload_row_stands_once PRIMARY KEY (upload_id, row_number),
    CONSTRAINT upload_row_is_of_an_upload FOREIGN KEY (upload_id) REFERENCES upload,
    CONSTRAINT upload_row_names_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT upload_result_is_known CHECK (result IN (
        'enrolled', 'already_enrolled', 'known_person', 'already_registered', 'refused')),
    CONSTRAINT enrolled_row_names_a_person CHECK ((result = 'refused') = (person_id IS NULL))
);
CREATE INDEX upload_row_finds_its_person ON upload_row (person_id);

CREATE TABLE idempotency_key (
    account_id      uuid        NOT NULL,
    organisation_id uuid        NOT NULL,
    operation       text        NOT NULL,
    key             text        NOT NULL,
    request_sha256  bytea       NOT NULL,
    -- Identifiers of what was done; never personal data.
    response        jsonb,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_is_used_once PRIMARY KEY (account_id, organisation_id, operation, key)
);

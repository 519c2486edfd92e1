-- Where numbers come from: reference extracts, runs, traces, and what is doubtful.

CREATE TABLE reference_extract (
    reference_id uuid        NOT NULL,
    source       text        NOT NULL,
    sha256       bytea       NOT NULL,
    record_count integer     NOT NULL,
    loaded_at    timestamptz NOT NULL DEFAULT now(),
    loaded_by    uuid        NOT NULL,
    retired_at   timestamptz,
    CONSTRAINT reference_has_an_id PRIMARY KEY (reference_id)
);
CREATE UNIQUE INDEX one_reference_is_active ON reference_extract ((true)) WHERE retired_at IS NULL;

CREATE TABLE reference_patient (
    reference_id          uuid    NOT NULL,
    record_id             text    NOT NULL,
    nhs_number            text    NOT NULL,
    given_names           text    NOT NULL,
    middle_names          text    NOT NULL,
    family_name           text    NOT NULL,
    previous_family_names text[]  NOT NULL,
    birth_date            date,
    birth_date_precision  text,
    sex                   text    NOT NULL,
    address_line          text    NOT NULL,
    postcode              text    NOT NULL,
    previous_postcode     text    NOT NULL,
    phone                 text    NOT NULL,
    email                 text    NOT NULL,
    practice_code         text    NOT NULL,
    deceased              boolean NOT NULL,
    confidential          boolean NOT NULL,
    superseded_by         text    NOT NULL,
    CONSTRAINT reference_patient_is_listed_once PRIMARY KEY (reference_id, record_id),
    CONSTRAINT reference_number_is_listed_once UNIQUE (reference_id, nhs_number),
    CONSTRAINT reference_patient_is_of_an_extract FOREIGN KEY (reference_id) REFERENCES reference_extract
);
CREATE TABLE reference_key (
    reference_id uuid   NOT NULL,
    key          bigint NOT NULL,
    record_id    text   NOT NULL
);
CREATE INDEX reference_key_finds_patients ON reference_key (reference_id, key);

CREATE TABLE reconcile_run (
    run_id       uuid        NOT NULL,
    reference_id uuid        NOT NULL,
    model        text        NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT now(),
    started_by   uuid        NOT NULL,
    -- Whoever works on the run renews the lease. Once it has run out another process may take over and raises the
    -- attempt, so that the first one, were it only slow, finds itself shut out.
    leased_until timestamptz NOT NULL,
    attempt      integer     NOT NULL DEFAULT 1,
    finished_at  timestamptz,
    -- Set where it died and the reference had changed before anybody could finish it.
    abandoned_at timestamptz,
    traced       integer     NOT NULL DEFAULT 0,
    numbered     integer     NOT NULL DEFAULT 0,
    merged       integer     NOT NULL DEFAULT 0,
    reviews      integer     NOT NULL DEFAULT 0,
    undone_at    timestamptz,
    undone_by    uuid,
    CONSTRAINT run_has_an_id PRIMARY KEY (run_id),
    CONSTRAINT run_read_a_reference FOREIGN KEY (reference_id) REFERENCES reference_extract,
    CONSTRAINT undone_run_names_who CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE UNIQUE INDEX one_run_is_under_way ON reconcile_run ((true))
    WHERE finished_at IS NULL AND abandoned_at IS NULL AND undone_at IS NULL;

CREATE TABLE trace (
    person_id  uuid             NOT NULL,
    trace_id   uuid             NOT NULL DEFAULT uuid_v7(),
    -- NULL where the trace was part of an enrolment.
    run_id     uuid,
    source     text             NOT NULL,
    grade      text             NOT NULL,
    record_id  text,
    nhs_number text,
    score      double precision NOT NULL,
    rule       text             NOT NULL,
    reasons    text[]           NOT NULL,
    vetoes     text[]           NOT NULL,
    -- What came of it: number assigned, review opened, conflict with another holder, or nothing.
    outcome    text             NOT NULL,
    traced_at  timestamptz      NOT NULL DEFAULT now(),
    CONSTRAINT trace_has_an_id PRIMARY KEY (person_id, trace_id),
    CONSTRAINT trace_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT person_is_traced_once_in_a_run UNIQUE (run_id, person_id),
    CONSTRAINT trace_grade_is_known CHECK (grade IN ('certain', 'probable', 'possible', 'certainly-not')),
    CONSTRAINT trace_outcome_is_known CHECK (outcome IN ('assigned', 'review', 'conflict', 'none'))
);

-- A doubtful trace, duplicate or conflict that waits for a steward.
CREATE TABLE review (
    person_id       uuid             NOT NULL,
    review_id       uuid             NOT NULL DEFAULT uuid_v7(),
    kind            text             NOT NULL,
    other_person_id uuid,
    record_id       text,
    nhs_number      text,
    score           double precision NOT NULL,
    reasons         text[]           NOT NULL,
    vetoes          text[]           NOT NULL,
    run_id          uuid,
    opened_at       timestamptz      NOT NULL DEFAULT now(),
    closed_at       timestamptz,
    close_reason    text,
    CONSTRAINT review_has_an_id PRIMARY KEY (person_id, review_id),
    CONSTRAINT review_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT review_names_another_person FOREIGN KEY (other_person_id) REFERENCES person,
    CONSTRAINT review_kind_is_known CHECK (kind IN ('duplicate', 'trace', 'conflict')),
    CONSTRAINT duplicate_review_names_two_people CHECK (kind <> 'duplicate' OR other_person_id IS NOT NULL)
);
CREATE UNIQUE INDEX duplicate_review_is_open_once ON review (person_id, other_person_id)
    WHERE kind = 'duplicate' AND closed_at IS NULL;
CREATE UNIQUE INDEX trace_review_is_open_once ON review (person_id, kind, record_id)
    WHERE kind <> 'duplicate' AND closed_at IS NULL;

-- People as they were described, their identifiers, employments, and the links between records of one human.

CREATE TABLE person (
    person_id   uuid        NOT NULL,
    -- True while a live link says that this person is another one. Only the link's own constraints rely on it.
    merged      boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid        NOT NULL,
    created_for uuid        NOT NULL,
    CONSTRAINT person_has_an_id PRIMARY KEY (person_id),
    CONSTRAINT person_is_merged_or_not UNIQUE (person_id, merged),
    CONSTRAINT person_was_made_by_an_account FOREIGN KEY (created_by) REFERENCES account,
    CONSTRAINT person_was_made_for_an_organisation FOREIGN KEY (created_for) REFERENCES organisation
);

CREATE TABLE person_details (
    person_id             uuid        NOT NULL,
    version               integer     NOT NULL,
    title                 text,
    given_names           text        NOT NULL,
    middle_names          text        NOT NULL DEFAULT '',
    family_name           text        NOT NULL,
    previous_family_names text[]      NOT NULL DEFAULT '{}',
    latin_given_names     text,
    latin_family_name     text,
    birth_date            date,
    birth_date_precision  text,
    sex                   text        NOT NULL DEFAULT '0',
    address_line          text        NOT NULL DEFAULT '',
    town                  text        NOT NULL DEFAULT '',
    postcode              text        NOT NULL DEFAULT '',
    phone                 text        NOT NULL DEFAULT '',
    email                 text        NOT NULL DEFAULT '',
    country_of_birth      text        NOT NULL DEFAULT '',
    -- A number that the person or the employer named; never an identifier until a trace has confirmed it.
    claimed_nhs_number    text        NOT NULL DEFAULT '',
    number_unavailable    text        NOT NULL,
    recorded_at           timestamptz NOT NULL DEFAULT now(),
    recorded_by           uuid        NOT NULL,
    recorded_for          uuid        NOT NULL,
    reason                text        NOT NULL,
    CONSTRAINT person_details_are_versioned PRIMARY KEY (person_id, version),
    CONSTRAINT person_details_are_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT person_details_were_recorded_by_an_account FOREIGN KEY (recorded_by) REFERENCES account,
    CONSTRAINT person_details_version_counts_from_one CHECK (version >= 1),
    CONSTRAINT person_has_a_name CHECK (given_names <> '' OR family_name <> ''),
    CONSTRAINT birth_date_has_a_precision CHECK (
        (birth_date IS NULL) = (birth_date_precision IS NULL) AND birth_date_precision IN ('day', 'month', 'year')),
    CONSTRAINT sex_code_is_known CHECK (sex IN ('0', '1', '2', '9')),
    CONSTRAINT person_details_have_a_reason CHECK (reason <> '')
);

-- Hashed blocking keys of a person's current details (module Linkage): derived, made anew with every version.
CREATE TABLE person_key (
    person_id uuid   NOT NULL,
    key       bigint NOT NULL,
    CONSTRAINT person_key_is_set_once PRIMARY KEY (person_id, key),
    CONSTRAINT person_key_is_of_a_person FOREIGN KEY (person_id) REFERENCES person
);
CREATE INDEX person_key_finds_people ON person_key (key);

CREATE TABLE identifier (
    person_id    uuid        NOT NULL,
    scheme       text        NOT NULL,
    value        text        NOT NULL,
    -- Of a temporary ID only; "merged" is no state here, it follows from the group's NHS number.
    state        text,
    replaced_by  text,
    opened_at    timestamptz NOT NULL DEFAULT now(),
    opened_by    uuid        NOT NULL,
    closed_at    timestamptz,
    closed_by    uuid,
    close_reason text,
    -- The reconciliation run that found the number, so that a run can be taken back whole.
    run_id       uuid,
    CONSTRAINT identifier_has_a_beginning PRIMARY KEY (person_id, scheme, value, opened_at),
    CONSTRAINT identifier_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT identifier_scheme_is_known CHECK (scheme IN (
        'temporary_id', 'nhs_number', 'chi_number', 'hc_number')),
    CONSTRAINT temporary_id_is_canonical CHECK (
        scheme <> 'temporary_id' OR value ~ '^T[0-9A-HJKMNP-RTV-Z]{10}$'),
    CONSTRAINT national_number_has_ten_digits CHECK (scheme = 'temporary_id' OR value ~ '^[0-9]{10}$'),
    CONSTRAINT temporary_id_has_a_state CHECK (
        (scheme = 'temporary_id') = (state IS NOT NULL)
        AND state IN ('reserved', 'issued', 'revoked', 'replaced')),
    CONSTRAINT closed_temporary_id_says_why CHECK (
        scheme <> 'temporary_id' OR (closed_at IS NOT NULL) = (state IN ('revoked', 'replaced'))),
    CONSTRAINT replaced_temporary_id_names_its_successor CHECK (
        (state IS NOT DISTINCT FROM 'replaced') = (replaced_by IS NOT NULL)),
    CONSTRAINT closed_identifier_has_a_reason CHECK (
        (closed_at IS NULL) = (close_reason IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
);
-- A temporary ID is given out once and resolves for ever, closed or not.
CREATE UNIQUE INDEX temporary_id_is_unique ON identifier (value) WHERE scheme = 'temporary_id';
-- A national number belongs to one live person at a time.
CREATE UNIQUE INDEX nhs_number_is_unique ON identifier (value)
    WHERE scheme = 'nhs_number' AND closed_at IS NULL;
CREATE UNIQUE INDEX chi_number_is_unique ON identifier (value)
    WHERE scheme = 'chi_number' AND closed_at IS NULL;
CREATE UNIQUE INDEX hc_number_is_unique ON identifier (value)
    WHERE scheme = 'hc_number' AND closed_at IS NULL;
-- For questions that name the scheme by a value, which no index above answers: every enrolment asks one.
CREATE INDEX live_identifier_is_found_by_its_value ON identifier (scheme, value) WHERE closed_at IS NULL;
-- A person carries one card and has one number of a kind.
CREATE UNIQUE INDEX person_has_one_live_identifier_of_a_scheme ON identifier (person_id, scheme)
    WHERE closed_at IS NULL;

CREATE TABLE employment (
    person_id          uuid        NOT NULL,
    employment_id      uuid        NOT NULL,
    organisation_id    uuid        NOT NULL,
    -- The employer's own key of the worker: a payroll number or a row of a file.
    employer_reference text,
    job_role           text        NOT NULL DEFAULT '',
    priority_cohort    integer     NOT NULL,
    started_on         date,
    ended_on           date,
    recorded_at        timestamptz NOT NULL DEFAULT now(),
    recorded_by        uuid        NOT NULL,
    -- Set where the enrolment itself was undone; an employment that ended normally has ended_on.
    withdrawn_at       timestamptz,
    CONSTRAINT employment_has_an_id PRIMARY KEY (person_id, employment_id),
    CONSTRAINT employment_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT employment_is_at_an_organisation FOREIGN KEY (organisation_id) REFERENCES organisation,
    CONSTRAINT priority_cohort_is_known CHECK (priority_cohort BETWEEN 1 AND 9),
    CONSTRAINT employment_ends_after_it_began CHECK (ended_on >= started_on),
    CONSTRAINT employer_reference_is_not_empty CHECK (employer_reference <> '')
);
CREATE UNIQUE INDEX employer_reference_is_unique ON employment (organisation_id, employer_reference)
    WHERE withdrawn_at IS NULL;
CREATE INDEX employment_lists_an_employers_people ON employment (organisation_id, person_id)
    WHERE withdrawn_at IS NULL;

-- "Person A is person B", as somebody or something decided it: the edges between records of one human.
CREATE TABLE person_merge (
    person_id       uuid        NOT NULL,
    merge_id        uuid        NOT NULL,
    other_person_id uuid        NOT NULL,
    run_id          uuid,
    rule            text        NOT NULL,
    opened_at       timestamptz NOT NULL DEFAULT now(),
    opened_by       uuid        NOT NULL,
    reason          text        NOT NULL,
    closed_at       timestamptz,
    closed_by       uuid,
    close_reason    text,
    CONSTRAINT merge_has_an_id PRIMARY KEY (person_id, merge_id),
    CONSTRAINT merge_id_is_unique UNIQUE (merge_id),
    CONSTRAINT merge_names_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT merge_names_another_person FOREIGN KEY (other_person_id) REFERENCES person,
    CONSTRAINT merge_joins_two_people CHECK (person_id < other_person_id),
    CONSTRAINT merge_has_a_reason CHECK (reason <> ''),
    CONSTRAINT closed_merge_has_a_reason CHECK (
        (closed_at IS NULL) = (close_reason IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
);
CREATE UNIQUE INDEX merge_is_open_once ON person_merge (person_id, other_person_id) WHERE closed_at IS NULL;
CREATE INDEX merge_is_found_from_the_other_side ON person_merge (other_person_id) WHERE closed_at IS NULL;

-- The star that follows from the open merges: every merged person points at the group's golden person.
CREATE TABLE person_link (
    person_id        uuid        NOT NULL,
    link_id          uuid        NOT NULL,
    golden_person_id uuid        NOT NULL,
    -- The merge that opened the link, and the merge or unmerge that closed it.
    merge_id         uuid        NOT NULL,
    opened_at        timestamptz NOT NULL DEFAULT now(),
    closed_at        timestamptz,
    -- Live links pin both ends: the merged one as merged, the golden one as not merged. So no chain and no cycle can
    -- stand, in whatever order transactions commit. Closed links pin nothing (a foreign key ignores NULL).
    person_is_merged boolean GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL THEN true END) STORED,
    golden_is_merged boolean GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL THEN false END) STORED,
    CONSTRAINT link_has_an_id PRIMARY KEY (person_id, link_id),
    CONSTRAINT link_names_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT link_names_a_golden_person FOREIGN KEY (golden_person_id) REFERENCES person,
    CONSTRAINT link_follows_from_a_merge FOREIGN KEY (merge_id) REFERENCES person_merge (merge_id),
    CONSTRAINT link_joins_two_people CHECK (person_id <> golden_person_id),
    CONSTRAINT merged_person_is_marked FOREIGN KEY (person_id, person_is_merged)
        REFERENCES person (person_id, merged) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT golden_person_is_not_merged FOREIGN KEY (golden_person_id, golden_is_merged)
        REFERENCES person (person_id, merged) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX person_is_merged_once ON person_link (person_id) WHERE closed_at IS NULL;
CREATE INDEX link_is_found_from_the_golden_person ON person_link (golden_person_id) WHERE closed_at IS NULL;

CREATE FUNCTION golden_person(of_person uuid) RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT coalesce(
        (SELECT golden_person_id FROM person_link WHERE person_id = of_person AND closed_at IS NULL), of_person)
$$;

-- Everyone whom the open merges make one human with this person, himself included.
CREATE FUNCTION person_group(of_person uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 2
AS $$
    SELECT golden_person(of_person)
    UNION ALL
    SELECT person_id FROM person_link
    WHERE golden_person_id = golden_person(of_person) AND closed_at IS NULL
$$;

-- Registration cases, vaccinations and the messages that follow from them: all versioned, nothing updated in place.

CREATE TABLE registration_case (
    person_id       uuid        NOT NULL,
    case_id         uuid        NOT NULL,
    -- The employer whose enrolment opened the case; its area says which outreach team works it.
    organisation_id uuid        NOT NULL,
    opened_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT case_has_an_id PRIMARY KEY (person_id, case_id),
    CONSTRAINT case_id_is_unique UNIQUE (case_id),
    CONSTRAINT case_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT case_was_opened_by_an_employer FOREIGN KEY (organisation_id) REFERENCES organisation,
    CONSTRAINT person_has_one_case UNIQUE (person_id)
);
CREATE INDEX case_lists_an_employers_cases ON registration_case (organisation_id);

CREATE TABLE registration_case_version (
    person_id   uuid        NOT NULL,
    case_id     uuid        NOT NULL,
    version     integer     NOT NULL,
    state       text        NOT NULL,
    event       text        NOT NULL,
    -- What the step rests on: a person's word, a trace, a practice's reply.
    evidence    text        NOT NULL DEFAULT '',
    due_on      date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid        NOT NULL,
    CONSTRAINT case_is_versioned PRIMARY KEY (person_id, case_id, version),
    CONSTRAINT case_version_is_of_a_case FOREIGN KEY (person_id, case_id) REFERENCES registration_case,
    CONSTRAINT case_version_counts_from_one CHECK (version >= 1),
    CONSTRAINT case_state_is_known CHECK (state IN (
        'enrolled', 'details_checked', 'information_needed', 'submitted', 'accepted', 'refused', 'number_seen',
        'gp_seen', 'closed', 'not_needed', 'left_employment', 'moved_nation', 'withdrawn'))
);

-- The identity of one immunisation event and its natural key; what was recorded stands in the versions.
CREATE TABLE vaccination (
    person_id      uuid    NOT NULL,
    vaccination_id uuid    NOT NULL,
    -- The natural key of the current version, kept here so that a constraint can forbid the same dose twice.
    disease        text    NOT NULL,
    given_on       date    NOT NULL,
    site_id        uuid    NOT NULL,
    is_void        boolean NOT NULL DEFAULT false,
    CONSTRAINT vaccination_has_an_id PRIMARY KEY (person_id, vaccination_id),
    CONSTRAINT vaccination_id_is_unique UNIQUE (vaccination_id),
    CONSTRAINT vaccination_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT vaccination_was_given_at_a_site FOREIGN KEY (site_id) REFERENCES organisation
);
CREATE UNIQUE INDEX dose_is_recorded_once ON vaccination (person_id, disease, given_on, site_id) WHERE NOT is_void;

CREATE TABLE vaccination_version (
    person_id       uuid        NOT NULL,
    vaccination_id  uuid        NOT NULL,
    version         integer     NOT NULL,
    status          text        NOT NULL,
    disease         text        NOT NULL,
    product         text        NOT NULL,
    procedure_code  text        NOT NULL,
    dose_number     integer     NOT NULL,
    given_at        timestamptz NOT NULL,
    given_on        date        NOT NULL,
    site_id         uuid        NOT NULL,
    batch_number    text        NOT NULL DEFAULT '',
    batch_expiry    date,
    body_site       text        NOT NULL DEFAULT '',
    route           text        NOT NULL DEFAULT '',
    performer       text        NOT NULL DEFAULT '',
    primary_source  boolean     NOT NULL,
    -- Why a dose was given although a check said stop.
    override_reason text,
    -- Why this version follows the one before.
    reason          text        NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    recorded_by     uuid        NOT NULL,
    recorded_for    uuid        NOT NULL,
    CONSTRAINT vaccination_is_versioned PRIMARY KEY (person_id, vaccination_id, version),
    CONSTRAINT vaccination_version_is_of_a_vaccination FOREIGN KEY (person_id, vaccination_id)
        REFERENCES vaccination,
    CONSTRAINT vaccination_version_counts_from_one CHECK (version >= 1),
    CONSTRAINT vaccination_status_is_known CHECK (status IN ('recorded', 'amended', 'void')),
    -- Messages hold one digit; of a later dose they say that its number is not recorded.
    CONSTRAINT dose_number_counts_from_one CHECK (dose_number >= 1),
    CONSTRAINT vaccination_version_has_a_reason CHECK (reason <> '')
);

-- One outbound message about one version of one event, to one kind of recipient.
CREATE TABLE notification (
    person_id       uuid        NOT NULL,
    notification_id uuid        NOT NULL DEFAULT uuid_v7(),
    -- The order in which messages about one person go out. Their writers hold the person's lock, so it is the order
    -- of their commits as well.
    place           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    vaccination_id  uuid        NOT NULL,
    version         integer     NOT NULL,
    action          text        NOT NULL,
    recipient       text        NOT NULL,
    -- The number that the message goes out under; NULL while it is held.
    nhs_number      text,
    state           text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    changed_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT notification_has_an_id PRIMARY KEY (person_id, notification_id),
    CONSTRAINT notification_is_about_a_version FOREIGN KEY (person_id, vaccination_id, version)
        REFERENCES vaccination_version,
    CONSTRAINT notification_action_is_known CHECK (action IN ('new', 'update', 'delete')),
    CONSTRAINT notification_recipient_is_known CHECK (recipient IN ('immunisation_store', 'practice')),
    CONSTRAINT notification_state_is_known CHECK (state IN (
        'held', 'queued', 'sent', 'acknowledged', 'undeliverable', 'dead', 'dropped')),
    CONSTRAINT held_notification_has_no_number CHECK (state IN ('held', 'dropped') OR nhs_number IS NOT NULL)
);
CREATE INDEX notification_waits ON notification (person_id) WHERE state = 'held';
CREATE INDEX notification_is_due ON notification (created_at) WHERE state = 'queued';

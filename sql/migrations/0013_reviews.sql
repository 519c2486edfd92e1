-- Doubtful matches, decided by people: who works on which, what was decided and why, and what is never asked again.

ALTER TABLE review
    -- Of a review that is open; one with closed_at is closed, whatever stands here.
    ADD COLUMN state                   text NOT NULL DEFAULT 'open',
    -- What is in conflict; NULL for the other kinds, and for those that were opened before there were several.
    ADD COLUMN conflict                text,
    -- Who works on it, and until when others leave it be; database clock.
    ADD COLUMN assigned_to             uuid,
    ADD COLUMN assigned_until          timestamptz,
    -- When it comes back from waiting; earlier where the details of either person get another version.
    ADD COLUMN waits_until             date,
    ADD COLUMN waits_for_version       integer,
    ADD COLUMN waits_for_other_version integer,
    ADD CONSTRAINT review_id_is_unique UNIQUE (review_id),
    ADD CONSTRAINT review_state_is_known CHECK (state IN ('open', 'waiting', 'proposed')),
    ADD CONSTRAINT conflict_is_known CHECK (conflict IN (
        'number_held', 'number_shared', 'two_numbers', 'superseded', 'invalidated', 'deceased')),
    ADD CONSTRAINT only_a_conflict_names_one CHECK (conflict IS NULL OR kind = 'conflict'),
    ADD CONSTRAINT review_is_assigned_to_an_account FOREIGN KEY (assigned_to) REFERENCES account,
    ADD CONSTRAINT assignment_has_an_end CHECK ((assigned_to IS NULL) = (assigned_until IS NULL)),
    ADD CONSTRAINT waiting_review_comes_back CHECK ((state = 'waiting') = (waits_until IS NOT NULL));
CREATE INDEX review_waits_since ON review (opened_at, review_id) WHERE closed_at IS NULL;
CREATE INDEX review_is_found_from_the_other_person ON review (other_person_id) WHERE other_person_id IS NOT NULL;
-- A number that no record of a reference stands for: typed, or found by another source.
CREATE UNIQUE INDEX number_review_is_open_once ON review (person_id, kind, nhs_number)
    WHERE kind <> 'duplicate' AND record_id IS NULL AND closed_at IS NULL;
GRANT UPDATE (
    state, assigned_to, assigned_until, waits_until, waits_for_version, waits_for_other_version) ON review
TO outreach_service;

-- What stewards declared: two people are two, or a number is not a person's. Stands until one of them withdraws it.
CREATE TABLE person_exclusion (
    person_id       uuid        NOT NULL,
    exclusion_id    uuid        NOT NULL,
    other_person_id uuid,
    nhs_number      text,
    reason          text        NOT NULL,
    declared_at     timestamptz NOT NULL DEFAULT now(),
    declared_by     uuid        NOT NULL DEFAULT acting_account(),
    withdrawn_at    timestamptz,
    withdrawn_by    uuid,
    withdraw_reason text,
    CONSTRAINT exclusion_has_an_id PRIMARY KEY (person_id, exclusion_id),
    CONSTRAINT exclusion_id_is_unique UNIQUE (exclusion_id),
    CONSTRAINT exclusion_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT exclusion_names_another_person FOREIGN KEY (other_person_id) REFERENCES person,
    CONSTRAINT exclusion_was_declared_by_an_account FOREIGN KEY (declared_by) REFERENCES account,
    CONSTRAINT exclusion_names_a_person_or_a_number CHECK (num_nonnulls(other_person_id, nhs_number) = 1),
    CONSTRAINT excluded_people_stand_in_one_order CHECK (person_id < other_person_id),
    CONSTRAINT exclusion_has_a_reason CHECK (reason <> ''),
    CONSTRAINT withdrawn_exclusion_says_who_and_why CHECK (
        (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdraw_reason IS NULL))
);
CREATE UNIQUE INDEX people_are_excluded_once ON person_exclusion (person_id, other_person_id)
    WHERE other_person_id IS NOT NULL AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX number_is_excluded_once ON person_exclusion (person_id, nhs_number)
    WHERE nhs_number IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX exclusion_is_found_from_the_other_person ON person_exclusion (other_person_id)
    WHERE other_person_id IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX exclusion_is_listed_by_time ON person_exclusion (declared_at, exclusion_id);

-- Every step of every decision. What a second person confirms names the first one, and the two are two.
CREATE TABLE review_decision (
    person_id     uuid        NOT NULL,
    review_id     uuid        NOT NULL,
    step          integer     NOT NULL,
    decision      text        NOT NULL,
    outcome       text        NOT NULL,
    reason        text        NOT NULL,
    decided_at    timestamptz NOT NULL DEFAULT now(),
    decided_by    uuid        NOT NULL DEFAULT acting_account(),
    proposal_step integer,
    proposed_by   uuid,
    -- What the decision did, so that it can be taken back.
    merge_id      uuid,
    exclusion_id  uuid,
    nhs_number    text,
    CONSTRAINT review_is_decided_in_steps PRIMARY KEY (person_id, review_id, step),
    CONSTRAINT decision_is_about_a_review FOREIGN KEY (person_id, review_id) REFERENCES review,
    CONSTRAINT decision_was_made_by_an_account FOREIGN KEY (decided_by) REFERENCES account,
    CONSTRAINT decision_step_counts_from_one CHECK (step >= 1),
    CONSTRAINT decision_step_has_one_author UNIQUE (person_id, review_id, step, decided_by),
    CONSTRAINT second_decision_names_the_proposal FOREIGN KEY (person_id, review_id, proposal_step, proposed_by)
        REFERENCES review_decision (person_id, review_id, step, decided_by),
    CONSTRAINT nobody_confirms_the_own_proposal CHECK (
        decision <> 'confirm' OR coalesce(proposal_step < step AND proposed_by <> decided_by, false)),
    CONSTRAINT decision_is_known CHECK (decision IN (
        'same', 'different', 'more_information', 'give_number', 'close_number', 'keep', 'accept', 'confirm', 'reject',
        'undo')),
    CONSTRAINT decision_outcome_is_known CHECK (outcome IN (
        'done', 'proposed', 'waiting', 'rejected', 'in_conflict', 'undone')),
    CONSTRAINT decision_has_a_reason CHECK (reason <> '')
);
CREATE INDEX decision_is_listed_by_time ON review_decision (decided_at);

-- Questions that go to the national tracing service as a file, and what it answered. The patient's details are kept as
-- they came, since whoever looks at a doubtful match has to see them.
CREATE TABLE trace_batch (
    batch_id    uuid        NOT NULL,
    -- Who is asked about: people who wait for a number, or numbers that are held.
    scope       text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid        NOT NULL DEFAULT acting_account(),
    CONSTRAINT trace_batch_has_an_id PRIMARY KEY (batch_id),
    CONSTRAINT trace_batch_scope_is_known CHECK (scope IN ('waiting', 'held')),
    CONSTRAINT trace_batch_was_made_by_an_account FOREIGN KEY (created_by) REFERENCES account
);
CREATE TABLE trace_batch_row (
    person_id            uuid             NOT NULL,
    batch_id             uuid             NOT NULL,
    -- Under which the service answers: drawn for the row, so that it says nothing of the person.
    reference            text             NOT NULL,
    -- The details that were sent.
    version              integer          NOT NULL,
    asked_number         text             NOT NULL,
    answered_at          timestamptz,
    answered_by          uuid,
    code                 text,
    outcome              text,
    matched_number       text,
    algorithm            text,
    confidence           double precision,
    given_names          text             NOT NULL DEFAULT '',
    middle_names         text             NOT NULL DEFAULT '',
    family_name          text             NOT NULL DEFAULT '',
    birth_date           date,
    birth_date_precision text,
    sex                  text             NOT NULL DEFAULT '0',
    address_line         text             NOT NULL DEFAULT '',
    postcode             text             NOT NULL DEFAULT '',
    phone                text             NOT NULL DEFAULT '',
    email                text             NOT NULL DEFAULT '',
    practice_code        text             NOT NULL DEFAULT '',
    deceased             boolean          NOT NULL DEFAULT false,
    confidential         boolean          NOT NULL DEFAULT false,
    CONSTRAINT person_is_asked_about_once_in_a_batch PRIMARY KEY (person_id, batch_id),
    CONSTRAINT trace_row_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT trace_row_is_of_a_batch FOREIGN KEY (batch_id) REFERENCES trace_batch,
    CONSTRAINT trace_reference_is_unique UNIQUE (reference),
    CONSTRAINT traced_sex_code_is_known CHECK (sex IN ('0', '1', '2', '9')),
    CONSTRAINT traced_birth_date_has_a_precision CHECK ((birth_date IS NULL) = (birth_date_precision IS NULL)),
    CONSTRAINT answered_trace_says_what_and_who CHECK (
        (answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (code IS NULL)
        AND (answered_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX trace_row_is_found_by_its_match ON trace_batch_row (matched_number) WHERE matched_number IS NOT NULL;
CREATE INDEX trace_row_is_found_by_its_question ON trace_batch_row (asked_number) WHERE code = '90';
CREATE INDEX trace_row_is_listed_by_its_batch ON trace_batch_row (batch_id, reference);

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['person_exclusion', 'review_decision', 'trace_batch', 'trace_batch_row'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO outreach_owner USING (true) WITH CHECK (true)', guarded);
    END LOOP;
END
$$;
CREATE POLICY exclusion_is_for_stewards ON person_exclusion TO outreach_service USING (acting_role() = 'steward');
CREATE POLICY decision_is_for_stewards ON review_decision TO outreach_service USING (acting_role() = 'steward');
CREATE POLICY trace_batch_is_for_stewards ON trace_batch TO outreach_service USING (acting_role() = 'steward');
CREATE POLICY trace_row_is_for_stewards ON trace_batch_row TO outreach_service USING (acting_role() = 'steward');
-- Who and when come from the transaction, never from the statement.
GRANT SELECT ON person_exclusion, review_decision, trace_batch, trace_batch_row TO outreach_service;
GRANT INSERT (batch_id, scope) ON trace_batch TO outreach_service;
GRANT INSERT (person_id, batch_id, reference, version, asked_number) ON trace_batch_row TO outreach_service;
GRANT UPDATE (
    answered_at, answered_by, code, outcome, matched_number, algorithm, confidence, given_names, middle_names,
    family_name, birth_date, birth_date_precision, sex, address_line, postcode, phone, email, practice_code, deceased,
    confidential) ON trace_batch_row
TO outreach_service;
GRANT INSERT (person_id, exclusion_id, other_person_id, nhs_number, reason) ON person_exclusion TO outreach_service;
GRANT UPDATE (withdrawn_at, withdrawn_by, withdraw_reason) ON person_exclusion TO outreach_service;
GRANT INSERT (
    person_id, review_id, step, decision, outcome, reason, proposal_step, proposed_by, merge_id, exclusion_id,
    nhs_number) ON review_decision
TO outreach_service;

-- Whether a steward has declared that two people, or whoever they are merged with, are two; or that the number is not
-- the first one's. As the owner: enrolment asks it too, and sees no exclusions.
CREATE FUNCTION is_excluded(one uuid, other uuid, number text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM person_group(one) AS member
        JOIN person_exclusion AS e ON e.person_id = member AND e.withdrawn_at IS NULL
        WHERE e.nhs_number = number OR e.other_person_id IN (SELECT person_group(other) WHERE other IS NOT NULL)
        UNION ALL
        SELECT FROM person_group(one) AS member
        JOIN person_exclusion AS e ON e.other_person_id = member AND e.withdrawn_at IS NULL
        WHERE e.person_id IN (SELECT person_group(other) WHERE other IS NOT NULL))
$$;
REVOKE EXECUTE ON FUNCTION is_excluded(uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_excluded(uuid, uuid, text) TO outreach_service;

-- Whatever decides that two people are one, a declaration that they are two stands above it until it is withdrawn.
CREATE FUNCTION keep_excluded_people_apart() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM person_exclusion AS e
        WHERE e.withdrawn_at IS NULL AND NEW.person_id IN (e.person_id, e.other_person_id)
          AND golden_person(e.person_id) = golden_person(e.other_person_id))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'excluded people',
            CONSTRAINT = 'excluded_people_stay_apart';
    END IF;
    RETURN NULL;
END
$$;
-- Fired when all links of the statement are there.
CREATE TRIGGER excluded_people_stay_apart AFTER INSERT ON person_link
    FOR EACH ROW EXECUTE FUNCTION keep_excluded_people_apart();

CREATE FUNCTION keep_excluded_numbers_away() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    IF is_excluded(NEW.person_id, NULL, NEW.value) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'excluded number',
            CONSTRAINT = 'excluded_number_stays_away';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER excluded_number_stays_away AFTER INSERT ON identifier
    FOR EACH ROW WHEN (NEW.scheme = 'nhs_number' AND NEW.closed_at IS NULL)
    EXECUTE FUNCTION keep_excluded_numbers_away();

-- Where a review stands today: one that waits comes back by date, or when somebody's details have changed.
CREATE FUNCTION review_standing(of_review review, today date) RETURNS text
    LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN of_review.closed_at IS NOT NULL THEN 'closed'
        WHEN of_review.state <> 'waiting' THEN of_review.state
        WHEN of_review.waits_until <= today
            OR (SELECT max(d.version) FROM person_details AS d WHERE d.person_id = of_review.person_id)
                IS DISTINCT FROM of_review.waits_for_version
            OR of_review.other_person_id IS NOT NULL AND (
                SELECT max(d.version) FROM person_details AS d WHERE d.person_id = of_review.other_person_id)
                IS DISTINCT FROM of_review.waits_for_other_version
        THEN 'open'
        ELSE 'waiting'
    END
$$;

-- The name of somebody who works, or worked, in the acting role at the acting organisation; NULL for all others.
CREATE FUNCTION colleague_name(of_account uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT a.name FROM account AS a
    WHERE a.account_id = of_account AND EXISTS (
        SELECT FROM membership AS m
        WHERE m.account_id = a.account_id AND m.organisation_id = acting_organisation() AND m.role = acting_role())
$$;
-- The account of a colleague who may work now, by sign-in.
CREATE FUNCTION colleague_account(with_sign_in text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT a.account_id FROM account AS a
    WHERE a.sign_in = with_sign_in AND a.disabled_at IS NULL AND EXISTS (
        SELECT FROM membership AS m
        WHERE m.account_id = a.account_id AND m.organisation_id = acting_organisation() AND m.role = acting_role()
          AND m.closed_at IS NULL)
$$;
-- How many reviews wait for somebody, and how long the first of them has waited.
CREATE FUNCTION review_health(OUT open bigint, OUT oldest_seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT count(*), coalesce(extract(epoch FROM now() - min(opened_at)), 0)::double precision
    FROM review WHERE closed_at IS NULL
$$;
REVOKE EXECUTE ON FUNCTION colleague_name(uuid), colleague_account(text), review_health() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION colleague_name(uuid), colleague_account(text), review_health() TO outreach_service;

-- The case that stands for a group of people who are one human: the one that has come furthest, of two the earlier one.
-- Under the caller's own eyes: a case that they may not see leads nobody away from their own.
CREATE FUNCTION leading_case(of_person uuid) RETURNS uuid
    LANGUAGE sql STABLE
AS $$
    SELECT c.case_id
    FROM person_group(of_person) AS member
    JOIN registration_case AS c ON c.person_id = member
    CROSS JOIN LATERAL (
        SELECT v.state FROM registration_case_version AS v
        WHERE v.person_id = c.person_id AND v.case_id = c.case_id
        ORDER BY v.version DESC LIMIT 1) AS latest
    -- Whoever has left one employer may still be waiting at another.
    ORDER BY array_position(ARRAY[
        'withdrawn', 'moved_nation', 'left_employment', 'enrolled', 'information_needed', 'details_checked', 'refused',
        'submitted', 'accepted', 'number_seen', 'gp_seen', 'not_needed', 'closed'], latest.state) DESC,
        c.opened_at, c.case_id
    LIMIT 1
$$;

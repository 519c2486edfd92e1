-- What stewards changed about a person's NHS number, or about the case that waits for one: by hand, or by the decision
-- of a review. Each can be taken back once. The identifiers say what it gave and what it took, its instant tells the
-- steps of cases that came with it: all of one transaction have the same.
CREATE TABLE number_change (
    -- Whose number or case it is about.
    person_id    uuid        NOT NULL,
    change_id    uuid        NOT NULL,
    -- The review whose decision it was; NULL for what was entered or closed by hand.
    review_id    uuid,
    -- What was declared with it, and is withdrawn with it.
    exclusion_id uuid,
    -- Everybody whom it concerned: the groups of whoever got a number or lost one.
    people       uuid[]      NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT now(),
    changed_by   uuid        NOT NULL DEFAULT acting_account(),
    undone_at    timestamptz,
    undone_by    uuid,
    undo_reason  text,
    CONSTRAINT number_change_has_an_id PRIMARY KEY (person_id, change_id),
    CONSTRAINT number_change_id_is_unique UNIQUE (change_id),
    CONSTRAINT number_change_is_of_a_person FOREIGN KEY (person_id) REFERENCES person,
    CONSTRAINT number_change_is_of_a_review FOREIGN KEY (person_id, review_id) REFERENCES review,
    CONSTRAINT number_change_names_its_declaration FOREIGN KEY (exclusion_id)
        REFERENCES person_exclusion (exclusion_id),
    CONSTRAINT number_change_was_made_by_an_account FOREIGN KEY (changed_by) REFERENCES account,
    CONSTRAINT number_change_concerns_its_person CHECK (person_id = ANY (people)),
    CONSTRAINT undone_number_change_says_who_and_why CHECK (
        (undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undo_reason IS NULL))
);
-- A review is decided once: what was taken back is not decided again, but entered.
CREATE UNIQUE INDEX review_changes_numbers_once ON number_change (review_id) WHERE review_id IS NOT NULL;

ALTER TABLE number_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE number_change FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_sees_all ON number_change TO outreach_owner USING (true) WITH CHECK (true);
CREATE POLICY number_change_is_for_stewards ON number_change TO outreach_service
    USING ((SELECT acting_role()) = 'steward');
-- Who and when come from the transaction, never from the statement.
GRANT SELECT ON number_change TO outreach_service;
GRANT INSERT (person_id, change_id, review_id, exclusion_id, people) ON number_change TO outreach_service;
GRANT UPDATE (undone_at, undone_by, undo_reason) ON number_change TO outreach_service;

ALTER TABLE identifier
    -- The change that gave the number, and the one that took it.
    ADD COLUMN opening_change_id uuid,
    ADD COLUMN closing_change_id uuid,
    ADD CONSTRAINT identifier_was_given_by_a_change FOREIGN KEY (opening_change_id)
        REFERENCES number_change (change_id),
    ADD CONSTRAINT identifier_was_taken_by_a_change FOREIGN KEY (closing_change_id)
        REFERENCES number_change (change_id),
    ADD CONSTRAINT only_what_is_closed_was_taken CHECK (closing_change_id IS NULL OR closed_at IS NOT NULL);
CREATE INDEX identifier_is_found_by_what_gave_it ON identifier (opening_change_id)
    WHERE opening_change_id IS NOT NULL;
CREATE INDEX identifier_is_found_by_what_took_it ON identifier (closing_change_id)
    WHERE closing_change_id IS NOT NULL;
GRANT UPDATE (closing_change_id) ON identifier TO outreach_service;

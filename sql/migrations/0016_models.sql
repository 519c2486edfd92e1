-- What decides who is whom: models as rows, each known by the hash of its text, and which of them is in use since when.

CREATE TABLE match_model (
    -- SHA-256 of the text, in hexadecimal.
    model_id     text        NOT NULL,
    text         text        NOT NULL,
    name         text        NOT NULL,
    notes        text        NOT NULL,
    -- What it learned from, in words: files and their dates.
    trained_from text        NOT NULL,
    added_at     timestamptz NOT NULL DEFAULT now(),
    -- NULL where a release brought it, whose makers answer for it as a second person does.
    added_by     uuid        DEFAULT acting_account(),
    approved_at  timestamptz,
    approved_by  uuid,
    CONSTRAINT model_is_known_by_its_hash PRIMARY KEY (model_id),
    CONSTRAINT model_id_is_the_hash_of_its_text CHECK (
        model_id = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
    CONSTRAINT model_has_a_name CHECK (name <> ''),
    CONSTRAINT model_was_added_by_an_account FOREIGN KEY (added_by) REFERENCES account,
    CONSTRAINT model_was_approved_by_an_account FOREIGN KEY (approved_by) REFERENCES account,
    CONSTRAINT approved_model_says_by_whom CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CONSTRAINT nobody_approves_the_own_model CHECK (approved_by <> added_by)
);
CREATE INDEX model_is_listed_by_time ON match_model (added_at, model_id);

-- Only ever added to: who went back to an earlier model stands here like who brought a new one.
CREATE TABLE match_model_activation (
    -- Counts from one; the last is the one in use.
    activation   integer     NOT NULL,
    model_id     text        NOT NULL,
    kind         text        NOT NULL,
    reason       text        NOT NULL,
    activated_at timestamptz NOT NULL DEFAULT now(),
    -- NULL where a release was the first to bring one.
    activated_by uuid        DEFAULT acting_account(),
    CONSTRAINT activation_has_its_place PRIMARY KEY (activation),
    CONSTRAINT activation_counts_from_one CHECK (activation >= 1),
    CONSTRAINT activation_is_of_a_model FOREIGN KEY (model_id) REFERENCES match_model,
    CONSTRAINT activation_was_made_by_an_account FOREIGN KEY (activated_by) REFERENCES account,
    CONSTRAINT activation_kind_is_known CHECK (kind IN ('release', 'approval', 'rollback')),
    CONSTRAINT only_a_release_is_nobody CHECK ((kind = 'release') = (activated_by IS NULL)),
    CONSTRAINT activation_has_a_reason CHECK (reason <> '')
);
CREATE INDEX activation_is_found_by_its_model ON match_model_activation (model_id);

CREATE FUNCTION keep_unapproved_models_out() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM match_model AS m
        WHERE m.model_id = NEW.model_id AND (m.approved_at IS NOT NULL OR m.added_by IS NULL))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'unapproved model',
            CONSTRAINT = 'model_in_use_is_approved';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER model_in_use_is_approved BEFORE INSERT ON match_model_activation
    FOR EACH ROW EXECUTE FUNCTION keep_unapproved_models_out();

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['match_model', 'match_model_activation'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO outreach_owner USING (true) WITH CHECK (true)', guarded);
        -- Whoever enrols somebody is answered by the model; it says nothing of anybody.
        EXECUTE format('CREATE POLICY model_is_read_by_all ON %I FOR SELECT TO outreach_service USING (true)', guarded);
    END LOOP;
END
$$;
CREATE POLICY model_is_added_by_a_steward ON match_model FOR INSERT TO outreach_service
    WITH CHECK (acting_role() = 'steward' AND added_by = acting_account());
CREATE POLICY model_is_approved_once_by_a_steward ON match_model FOR UPDATE TO outreach_service
    USING (acting_role() = 'steward' AND approved_at IS NULL) WITH CHECK (approved_by = acting_account());
CREATE POLICY model_is_activated_by_a_steward ON match_model_activation FOR INSERT TO outreach_service
    WITH CHECK (acting_role() = 'steward' AND activated_by = acting_account());
GRANT SELECT ON match_model, match_model_activation TO outreach_service;
-- Who and when come from the transaction, never from the statement.
GRANT INSERT (model_id, text, name, notes, trained_from) ON match_model TO outreach_service;
GRANT UPDATE (approved_at, approved_by) ON match_model TO outreach_service;
GRANT INSERT (activation, model_id, kind, reason) ON match_model_activation TO outreach_service;

-- What a decision was weighed against, and what its score is made of, as lines "comparison level bits": kept in words,
-- so that it can be read when the model's levels are others.
ALTER TABLE trace
    ADD COLUMN runner_up_record_id text,
    ADD COLUMN runner_up_score     double precision,
    -- How many bits the runner-up is behind, before vetoes.
    ADD COLUMN margin              double precision,
    ADD COLUMN waterfall           text;

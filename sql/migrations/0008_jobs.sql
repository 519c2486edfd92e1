-- Work that is done later: jobs, their schedules, the outbox's queue side, and the account that does it all.

-- The account of `outreach work`: a steward, so that it may trace and see every case; an auditor for the heads of the
-- trail. Disable it and no worker starts.
INSERT INTO account (account_id, sign_in, name)
VALUES ('00000000-0000-4000-8000-000000000003', 'worker', 'Worker of this installation');
INSERT INTO membership (account_id, organisation_id, role)
SELECT '00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001', role
FROM unnest(ARRAY['steward', 'auditor']) AS role;

-- Whether the queue itself acts: the worker's account, in whatever role.
CREATE FUNCTION is_queue() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN acting_account() = '00000000-0000-4000-8000-000000000003'::uuid;

CREATE TABLE job (
    job_id           uuid        NOT NULL DEFAULT uuid_v7(),
    kind             text        NOT NULL,
    -- What it is about: identifiers and codes, never personal data. So is the result.
    payload          jsonb       NOT NULL DEFAULT '{}',
    result           jsonb,
    state            text        NOT NULL DEFAULT 'queued',
    run_at           timestamptz NOT NULL DEFAULT now(),
    -- Counts the claims and never goes back: whoever holds a lower one is shut out.
    attempt          integer     NOT NULL DEFAULT 0,
    maximum_attempts integer     NOT NULL,
    leased_until     timestamptz,
    leased_by        text,
    -- One live job of a kind has it; NULL where any number may wait.
    unique_key       text,
    -- The schedule that asked for it, and the instant that it was due.
    schedule         text,
    scheduled_for    timestamptz,
    -- Why the last attempt failed: a code, never a text from outside.
    error_code       text,
    requested_by     uuid,
    requested_for    uuid,
    requested_role   text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    started_at       timestamptz,
    finished_at      timestamptz,
    CONSTRAINT job_has_an_id PRIMARY KEY (job_id),
    CONSTRAINT schedule_fires_once UNIQUE (schedule, scheduled_for),
    CONSTRAINT job_kind_is_a_word CHECK (kind ~ '^[a-z][a-z_]{1,62}$'),
    CONSTRAINT job_state_is_known CHECK (state IN ('queued', 'running', 'done', 'dead')),
    CONSTRAINT job_may_be_tried CHECK (maximum_attempts >= 1 AND attempt >= 0),
    CONSTRAINT running_job_has_a_lease CHECK (
        (state = 'running') = (leased_until IS NOT NULL) AND (state = 'running') = (leased_by IS NOT NULL)),
    CONSTRAINT ended_job_says_when CHECK ((state IN ('done', 'dead')) = (finished_at IS NOT NULL)),
    CONSTRAINT job_error_is_a_code CHECK (error_code ~ '^[A-Za-z0-9_]{1,100}$')
)
-- Every job is updated three times or more: room on its page for the next version, and a vacuum that comes early.
WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
CREATE UNIQUE INDEX live_job_of_a_key_is_unique ON job (kind, unique_key) WHERE state IN ('queued', 'running');
CREATE INDEX job_is_due ON job (run_at, job_id) WHERE state = 'queued';
CREATE INDEX job_lease_runs_out ON job (leased_until, job_id) WHERE state = 'running';
CREATE INDEX job_is_dead ON job (finished_at) WHERE state = 'dead';
CREATE INDEX job_was_done ON job (finished_at) WHERE state = 'done';

-- When each schedule last fired. The schedules themselves are declared in the program.
CREATE TABLE job_schedule (
    name       text        NOT NULL,
    fired_for  timestamptz NOT NULL,
    fired_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT schedule_has_a_name PRIMARY KEY (name)
);

-- A step of a registration case that stood longer than it may: told once.
CREATE TABLE case_escalation (
    person_id    uuid        NOT NULL,
    case_id      uuid        NOT NULL,
    version      integer     NOT NULL,
    due_on       date        NOT NULL,
    escalated_at timestamptz NOT NULL DEFAULT now(),
    escalated_by uuid        NOT NULL,
    CONSTRAINT case_step_is_escalated_once PRIMARY KEY (person_id, case_id, version),
    CONSTRAINT escalation_is_of_a_case_step FOREIGN KEY (person_id, case_id, version)
        REFERENCES registration_case_version
);

-- The queue side of the outbox. A message is queued until a recipient's system has taken it: so it is leased, too.
ALTER TABLE notification
    ADD COLUMN attempt integer NOT NULL DEFAULT 0,
    ADD COLUMN failures integer NOT NULL DEFAULT 0,
    ADD COLUMN next_try_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN leased_until timestamptz,
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN error_code text,
    ADD CONSTRAINT notification_error_is_a_code CHECK (error_code ~ '^[A-Za-z0-9_]{1,100}$');
CREATE INDEX notification_is_tried ON notification (recipient, next_try_at, place)
    WHERE state IN ('queued', 'undeliverable');
-- By how long a message has been queued, not by when it was written and perhaps held.
DROP INDEX notification_is_due;
CREATE INDEX notification_has_waited ON notification (changed_at) WHERE state = 'queued';
CREATE INDEX notification_is_dead ON notification (place) WHERE state = 'dead';
CREATE INDEX notification_keeps_order ON notification (person_id, recipient, place)
    WHERE state IN ('queued', 'undeliverable', 'dead');
-- Answers and commands name a message by its id alone.
CREATE UNIQUE INDEX notification_id_is_unique ON notification (notification_id);
CREATE INDEX notification_awaits_an_answer ON notification (sent_at) WHERE state = 'sent';

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['job', 'job_schedule', 'case_escalation'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO outreach_owner USING (true) WITH CHECK (true)', guarded);
    END LOOP;
END
$$;
-- A steward sees the reconciliations, whoever asked for them, and everybody what they asked for themselves.
CREATE POLICY job_is_administered ON job TO outreach_service
    USING (is_queue() OR acting_role() = 'administrator' OR requested_by = acting_account()
        OR acting_role() = 'steward' AND kind = 'reconcile');
CREATE POLICY schedule_is_the_queues ON job_schedule TO outreach_service
    USING (is_queue() OR acting_role() = 'administrator');
CREATE POLICY escalation_is_visible ON case_escalation TO outreach_service
    USING (may_see_person(person_id)) WITH CHECK (acting_role() = 'steward');

GRANT SELECT, DELETE ON job TO outreach_service;
GRANT UPDATE (state, run_at, attempt, maximum_attempts, leased_until, leased_by, error_code, started_at, finished_at,
    result) ON job TO outreach_service;
GRANT SELECT ON job_schedule TO outreach_service;
GRANT SELECT, INSERT ON case_escalation TO outreach_service;
GRANT UPDATE (attempt, failures, next_try_at, leased_until, sent_at, error_code) ON notification TO outreach_service;

-- Asks for a job, on behalf of whoever acts or of nobody, and answers it or the live one that has its key already. The
-- notice goes out with the commit; it is a hint, and workers look by themselves as well.
CREATE FUNCTION enqueue_job(
    wanted_kind text, wanted_payload jsonb, wanted_key text, delay_seconds double precision, attempts integer,
    OUT job_id uuid, OUT is_new boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    LOOP
        INSERT INTO job AS j (
            kind, payload, unique_key, run_at, maximum_attempts, requested_by, requested_for, requested_role)
        VALUES (
            wanted_kind, wanted_payload, wanted_key, clock_timestamp() + make_interval(secs => delay_seconds), attempts,
            acting_account(), acting_organisation(), nullif(acting_role(), ''))
        ON CONFLICT (kind, unique_key) WHERE state IN ('queued', 'running') DO NOTHING
        RETURNING j.job_id INTO enqueue_job.job_id;
        IF FOUND THEN
            is_new := true;
            IF delay_seconds <= 0 THEN
                PERFORM pg_notify('outreach_jobs', '');
            END IF;
            RETURN;
        END IF;
        -- Locked, so that the job that is answered has not ended meanwhile; if it has, there is room for a new one.
        SELECT j.job_id INTO enqueue_job.job_id FROM job AS j
        WHERE j.kind = wanted_kind AND j.unique_key = wanted_key AND j.state IN ('queued', 'running')
        FOR KEY SHARE;
        IF FOUND THEN
            is_new := false;
            RETURN;
        END IF;
    END LOOP;
END
$$;

-- Asks for the job of a schedule, once in each of its periods over all workers, and answers it; NULL where this
-- period's was asked for before, or the job of an earlier one is not done yet. Periods that nobody was there for are
-- left out.
CREATE FUNCTION fire_schedule(
    wanted_name text, wanted_kind text, period_seconds bigint, offset_seconds bigint, attempts integer)
    RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
DECLARE
    due   timestamptz := to_timestamp(offset_seconds
        + period_seconds * floor((extract(epoch FROM clock_timestamp()) - offset_seconds) / period_seconds));
    fired uuid;
BEGIN
    IF NOT is_queue() OR EXISTS (SELECT FROM job_schedule WHERE name = wanted_name AND fired_for >= due) THEN
        RETURN NULL;
    END IF;
    INSERT INTO job_schedule AS s (name, fired_for) VALUES (wanted_name, due)
    ON CONFLICT (name) DO UPDATE SET fired_for = excluded.fired_for, fired_at = clock_timestamp()
    WHERE s.fired_for < excluded.fired_for;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO job (kind, unique_key, schedule, scheduled_for, maximum_attempts, requested_by, requested_for)
    VALUES (wanted_kind, 'schedule', wanted_name, due, attempts, acting_account(), acting_organisation())
    ON CONFLICT DO NOTHING
    RETURNING job_id INTO fired;
    IF FOUND THEN
        PERFORM pg_notify('outreach_jobs', '');
    END IF;
    RETURN fired;
END
$$;

-- Deletes keys that nobody can ask again by, at most so many at once, and answers how many. Keys of doses, of workers
-- and of files stand for ever: a row sent again after years still gets its first answer.
CREATE FUNCTION purge_idempotency_keys(older_than interval, maximum integer) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    WITH old AS (
        SELECT k.account_id, k.organisation_id, k.operation, k.key
        FROM idempotency_key AS k
        WHERE k.created_at < now() - greatest(older_than, interval '24 hours')
          AND k.operation NOT IN (
              'record_vaccination', 'amend_vaccination', 'void_vaccination', 'enrol_worker', 'enrol_file',
              'bind_temporary_id')
        LIMIT maximum
        FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM idempotency_key AS k USING old
        WHERE k.account_id = old.account_id AND k.organisation_id = old.organisation_id
          AND k.operation = old.operation AND k.key = old.key
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;
CREATE INDEX idempotency_key_grows_old ON idempotency_key (created_at);

-- How the queue and the outbox stand, in numbers: for metrics and for a doctor who may see neither. Asked every few
-- seconds, so each figure comes from a partial index, and no count goes beyond 100,000.
CREATE FUNCTION queue_health(
    OUT queued bigint, OUT running bigint, OUT dead bigint, OUT oldest_due_seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT (SELECT count(*) FROM (SELECT FROM job WHERE state = 'queued' LIMIT 100000) AS waiting),
        (SELECT count(*) FROM job WHERE state = 'running'),
        (SELECT count(*) FROM (SELECT FROM job WHERE state = 'dead' LIMIT 100000) AS given_up),
        greatest(extract(epoch FROM now() - coalesce(
            (SELECT min(run_at) FROM job WHERE state = 'queued'), now())), 0)::double precision
$$;
CREATE FUNCTION outbox_health(
    OUT queued bigint, OUT unanswered bigint, OUT dead bigint, OUT oldest_seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT (SELECT count(*) FROM (SELECT FROM notification WHERE state = 'queued' LIMIT 100000) AS waiting),
        -- A message that nobody has acknowledged after a day is a warning (MESH: five days are an incident).
        (SELECT count(*) FROM (
            SELECT FROM notification WHERE state = 'sent' AND sent_at < now() - interval '24 hours'
            LIMIT 100000) AS late),
        (SELECT count(*) FROM (SELECT FROM notification WHERE state = 'dead' LIMIT 100000) AS given_up),
        extract(epoch FROM now() - coalesce(
            (SELECT min(changed_at) FROM notification WHERE state = 'queued'), now()))::double precision
$$;

REVOKE EXECUTE ON FUNCTION enqueue_job(text, jsonb, text, double precision, integer),
    fire_schedule(text, text, bigint, bigint, integer), purge_idempotency_keys(interval, integer), queue_health(), outbox_health() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enqueue_job(text, jsonb, text, double precision, integer),
    fire_schedule(text, text, bigint, bigint, integer), purge_idempotency_keys(interval, integer), queue_health(), outbox_health() TO outreach_service;

-- How often callers asked at each instance of the service, so that all of them count together. Nothing here is worth a
-- line in the log of the server: after a crash it is empty, and each instance goes on with what it knows.
CREATE UNLOGGED TABLE caller_use (
    minute      timestamptz NOT NULL,
    instance_id uuid        NOT NULL,
    limit_name  text        NOT NULL,
    -- A hash of whose it is.
    caller      bigint      NOT NULL,
    taken       integer     NOT NULL,
    begun_at    timestamptz NOT NULL DEFAULT now(),
    changed_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT caller_use_is_counted_by_the_minute PRIMARY KEY (minute, instance_id, limit_name, caller),
    CONSTRAINT caller_use_counts_from_one CHECK (taken >= 1)
) WITH (fillfactor = 50);

-- Accounts that look for too many IDs that nobody holds, and when that was told last.
CREATE UNLOGGED TABLE miss_alert (
    caller    bigint      NOT NULL,
    raised_at timestamptz NOT NULL,
    CONSTRAINT miss_alert_is_of_a_caller PRIMARY KEY (caller)
);

DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['caller_use', 'miss_alert'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY owner_sees_all ON %I TO outreach_owner USING (true) WITH CHECK (true)', guarded);
    END LOOP;
END
$$;

-- Takes down what callers took at an instance, and answers what they took at the others: of each minute that has changed
-- within so many seconds. As the owner: the service may add to its own counts and change no others.
CREATE FUNCTION exchange_caller_use(
    of_instance uuid, limits text[], callers bigint[], counts integer[], within_seconds double precision)
    RETURNS TABLE (
        instance_id uuid, minute bigint, limit_name text, caller bigint, taken integer, idle_seconds double precision,
        begun_seconds double precision)
    LANGUAGE sql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    INSERT INTO caller_use AS u (minute, instance_id, limit_name, caller, taken)
    SELECT date_trunc('minute', now()), of_instance, t.limit_name, t.caller, t.taken
    FROM unnest(limits, callers, counts) AS t (limit_name, caller, taken)
    ON CONFLICT ON CONSTRAINT caller_use_is_counted_by_the_minute
    DO UPDATE SET taken = u.taken + excluded.taken, changed_at = now();

    -- Longer than any limit looks back. What another instance deletes at this moment is left to it.
    DELETE FROM caller_use AS u WHERE u.ctid = ANY (ARRAY(
        SELECT old.ctid FROM caller_use AS old
        WHERE old.minute < now() - interval '15 minutes' FOR UPDATE SKIP LOCKED));

    SELECT u.instance_id, extract(epoch FROM u.minute)::bigint, u.limit_name, u.caller, u.taken,
           extract(epoch FROM now() - u.changed_at)::double precision,
           extract(epoch FROM now() - u.begun_at)::double precision
    FROM caller_use AS u
    -- Five seconds more than were asked for: what is written now is seen when its transaction has ended.
    WHERE u.minute >= date_trunc('minute', now() - make_interval(secs => within_seconds + 5))
      AND u.changed_at >= now() - make_interval(secs => within_seconds + 5)
      AND u.instance_id <> of_instance
$$;

-- Whether nobody has told of this caller within so many seconds; the next who asks is told that somebody has.
CREATE FUNCTION claim_miss_alert(of_caller bigint, within_seconds double precision) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    WITH claimed AS (
        INSERT INTO miss_alert AS a (caller, raised_at) VALUES (of_caller, now())
        ON CONFLICT ON CONSTRAINT miss_alert_is_of_a_caller DO UPDATE SET raised_at = now()
        WHERE a.raised_at < now() - make_interval(secs => within_seconds)
        RETURNING 1)
    SELECT EXISTS (SELECT FROM claimed)
$$;

REVOKE EXECUTE ON FUNCTION
    exchange_caller_use(uuid, text[], bigint[], integer[], double precision), claim_miss_alert(bigint, double precision)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    exchange_caller_use(uuid, text[], bigint[], integer[], double precision), claim_miss_alert(bigint, double precision)
TO outreach_service;

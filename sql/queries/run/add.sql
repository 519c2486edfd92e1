-- Begins a run.
--   $1  run_id         uuid
--   $2  reference_id   uuid
--   $3  model          text
--   $4  lease_seconds  double precision
INSERT INTO reconcile_run (run_id, reference_id, model, started_by, leased_until)
VALUES ($1::uuid, $2::uuid, $3::text, acting_account(),
        clock_timestamp() + make_interval(secs => $4::double precision))

-- Keeps what traces found.
--   $1  traces  json  array of objects with the names of the columns
INSERT INTO trace (
    person_id, run_id, source, grade, record_id, nhs_number, score, rule, reasons, vetoes, outcome,
    runner_up_record_id, runner_up_score, margin, waterfall, details_version)
SELECT t.person_id, t.run_id, t.source, t.grade, t.record_id, t.nhs_number, t.score, t.rule, t.reasons, t.vetoes,
       t.outcome, t.runner_up_record_id, t.runner_up_score, t.margin, t.waterfall,
       t.details_version
FROM json_to_recordset($1::json) AS t (
    person_id uuid, run_id uuid, source text, grade text, record_id text, nhs_number text, score double precision,
    rule text, reasons text[], vetoes text[], outcome text, runner_up_record_id text, runner_up_score double precision,
    margin double precision, waterfall text, details_version integer)

-- Keeps what traces found.
--   $1   person_ids         uuid[]
--   $2   run_id             uuid                or NULL where no run asked
--   $3   sources            text[]              one for each person, as in all that follow
--   $4   grades             text[]
--   $5   record_ids         text[]              with NULLs, as the rest
--   $6   nhs_numbers        text[]
--   $7   scores             double precision[]
--   $8   rules              text[]
--   $9   reasons            text[]              each the text of an array
--   $10  vetoes             text[]              each the text of an array
--   $11  outcomes           text[]
--   $12  runner_up_records  text[]
--   $13  runner_up_scores   double precision[]
--   $14  margins            double precision[]
--   $15  waterfalls         text[]
--   $16  details_versions   integer[]
INSERT INTO trace (
    person_id, run_id, source, grade, record_id, nhs_number, score, rule, reasons, vetoes, outcome,
    runner_up_record_id, runner_up_score, margin, waterfall, details_version)
SELECT t.person_id, $2::uuid, t.source, t.grade, t.record_id, t.nhs_number, t.score, t.rule, t.reasons::text[],
       t.vetoes::text[], t.outcome, t.runner_up_record_id, t.runner_up_score, t.margin, t.waterfall, t.details_version
FROM unnest(
    $1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::double precision[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::text[], $13::double precision[], $14::double precision[], $15::text[],
    $16::integer[])
    AS t (person_id, source, grade, record_id, nhs_number, score, rule, reasons, vetoes, outcome,
          runner_up_record_id, runner_up_score, margin, waterfall, details_version)

-- Adds a version to each of many registration cases.
--   $1  person_ids  uuid[]
--   $2  case_ids    uuid[]     one for each, as in all that follow
--   $3  versions    integer[]
--   $4  states      text[]
--   $5  events      text[]
--   $6  due_dates   date[]     with NULL where nothing is due
--   $7  evidence    text       the same for all of them
INSERT INTO registration_case_version (
    person_id, case_id, version, state, event, evidence, due_on, recorded_by)
SELECT v.person_id, v.case_id, v.version, v.state, v.event, $7::text, v.due_on, acting_account()
FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::date[])
    AS v (person_id, case_id, version, state, event, due_on)

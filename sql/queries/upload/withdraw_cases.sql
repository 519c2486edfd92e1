-- Ends the registration cases of people whose enrolment is undone.
--   $1  person_ids  uuid[]
INSERT INTO registration_case_version (person_id, case_id, version, state, event, evidence, recorded_by)
SELECT c.person_id, c.case_id, c.version + 1, 'withdrawn', 'withdraw', 'upload undone', acting_account()
FROM case_current AS c WHERE c.person_id = ANY ($1::uuid[]) AND c.state <> 'withdrawn'

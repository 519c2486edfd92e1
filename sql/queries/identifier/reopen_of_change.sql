-- Gives the numbers that a change took back to whom it took them from; none for a number that somebody has got meanwhile.
--
-- Each stands as it had been given, by a run or by an earlier change: those can be taken back as before.
--   $1  change_id  uuid
INSERT INTO identifier (person_id, scheme, value, opened_by, run_id, opening_change_id)
SELECT i.person_id, i.scheme, i.value, acting_account(), i.run_id, i.opening_change_id
FROM identifier AS i WHERE i.closing_change_id = $1::uuid
ON CONFLICT (value) WHERE scheme = 'nhs_number' AND closed_at IS NULL DO NOTHING

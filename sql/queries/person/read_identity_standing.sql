-- Whether a person, or anyone merged with them, has an NHS number or carries a card; no row for who may not be seen.
--   $1  person_id  uuid
SELECT is_numbered, carries_card FROM identity_standing($1::uuid)

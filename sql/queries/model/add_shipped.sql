-- Adds the model of a release, where it is not there yet.
--   $1  model_id  text
--   $2  text      text
--   $3  name      text
INSERT INTO match_model (model_id, text, name, notes, trained_from, added_by)
VALUES ($1::text, $2::text, $3::text, '', '', NULL)
ON CONFLICT ON CONSTRAINT model_is_known_by_its_hash DO NOTHING

-- Adds a model that nobody has approved yet; no row is added where its text is there already.
--   $1  model_id      text
--   $2  text          text
--   $3  name          text
--   $4  notes         text
--   $5  trained_from  text
INSERT INTO match_model (model_id, text, name, notes, trained_from)
VALUES ($1::text, $2::text, $3::text, $4::text, $5::text)
ON CONFLICT ON CONSTRAINT model_is_known_by_its_hash DO NOTHING

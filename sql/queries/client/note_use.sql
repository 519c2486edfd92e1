-- Takes down that a client called, at most once a minute.
--   $1  client_id  uuid
SELECT note_client_use($1::uuid)

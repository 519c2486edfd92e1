-- Which of these temporary IDs were ever given out; a hit is one chance in millions, and then another is drawn.
--   $1  values  text[]
SELECT value FROM temporary_ids_in_use($1::text[]) AS value

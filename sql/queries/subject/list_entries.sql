-- Everything about these people as JSON, table by table; each table begins with a row without an entry.
--   $1  person_ids  uuid[]
SELECT table_name, entry FROM subject_entries($1::uuid[])

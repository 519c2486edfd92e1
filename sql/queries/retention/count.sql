-- How much of a class of data is older than an instant, removed where it is to be.
--   $1  class       text
--   $2  older_than  timestamptz
--   $3  removes     boolean
SELECT retain($1::text, $2::timestamptz, $3::boolean) AS due

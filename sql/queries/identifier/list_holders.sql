-- Who holds these national numbers, whoever they are: somebody about to be enrolled may claim one of them.
--   $1  schemes  text[]
--   $2  values   text[]  one for each scheme
SELECT scheme, value, person_id FROM identifier_holders($1::text[], $2::text[])

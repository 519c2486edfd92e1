-- The account of a colleague in the same role at the same organisation: NULL where there is none.
--   $1  sign_in  text
SELECT colleague_account($1::text) AS account_id

-- The technical account with this sign-in, where a live client of the organisation acts as it: no row or one row.
--   $1  sign_in          text
--   $2  organisation_id  uuid
SELECT a.account_id
FROM account AS a
WHERE a.sign_in = $1::text AND a.disabled_at IS NULL AND EXISTS (
    SELECT FROM api_client AS c
    WHERE c.account_id = a.account_id AND c.organisation_id = $2::uuid AND c.revoked_at IS NULL)
FOR KEY SHARE

-- The last seal of each stream.
SELECT DISTINCT ON (organisation_id) organisation_id, position, encode(chain_sha256, 'hex') AS chain_sha256
FROM audit_seal ORDER BY organisation_id, position DESC

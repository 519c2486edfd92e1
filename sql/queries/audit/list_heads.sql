-- The last seal of each stream, for the auditor's role of the database.
SELECT organisation_id, position, encode(chain_sha256, 'hex') AS chain_sha256
FROM audit_chain_ends() ORDER BY organisation_id

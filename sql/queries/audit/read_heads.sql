-- The last seal of each stream, for somebody who acts as auditor; no row for anybody else.
SELECT organisation_id, position, chain_sha256 FROM audit_heads()

-- The migrations that ran here, in order.
SELECT number, name, sha256 FROM outreach.schema_migration ORDER BY number

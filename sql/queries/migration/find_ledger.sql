-- Whether this database has ever been migrated.
SELECT to_regclass('outreach.schema_migration') IS NOT NULL AS found

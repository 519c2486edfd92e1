-- The version of the normaliser whose keys everybody has.
SELECT version FROM outreach.matching_keys

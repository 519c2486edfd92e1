-- The version of the normaliser whose keys everybody has, and whose packed records the patients of the reference.
SELECT outreach.matching_version() AS version

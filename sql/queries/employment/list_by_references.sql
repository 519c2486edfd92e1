-- The live employments that employers know by these references.
--   $1  organisation_ids  uuid[]
--   $2  references        text[]  one for each organisation
SELECT e.person_id, e.employment_id, e.organisation_id, e.employer_reference
FROM unnest($1::uuid[], $2::text[]) AS wanted (organisation_id, employer_reference)
JOIN employment AS e
    ON e.organisation_id = wanted.organisation_id AND e.employer_reference = wanted.employer_reference
WHERE e.withdrawn_at IS NULL

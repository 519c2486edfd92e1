-- The vaccinations of these people as they stand now, void ones left out, the earliest first.
--   $1  person_ids  uuid[]
SELECT v.person_id, v.vaccination_id, v.version, v.status, v.disease, v.product, v.dose_number, v.given_at,
       v.given_on, v.site_id, o.ods_code AS site_code, o.name AS site_name, v.batch_number, v.batch_expiry,
       v.body_site, v.route, v.performer, v.primary_source, v.override_reason
FROM vaccination_current AS v
JOIN organisation AS o ON o.organisation_id = v.site_id
WHERE v.person_id = ANY ($1::uuid[]) AND v.status <> 'void'
ORDER BY v.given_at, v.vaccination_id

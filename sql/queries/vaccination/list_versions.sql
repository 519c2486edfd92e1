-- Every version of a vaccination, the first one first; no row for one that is unknown.
--   $1  vaccination_id  uuid
SELECT v.person_id, v.vaccination_id, v.version, v.status, v.disease, v.product, v.dose_number, v.given_at,
       v.given_on, v.site_id, o.ods_code AS site_code, o.name AS site_name, v.batch_number, v.batch_expiry,
       v.body_site, v.route, v.performer, v.primary_source, v.override_reason
FROM vaccination AS e
JOIN vaccination_version AS v ON v.person_id = e.person_id AND v.vaccination_id = e.vaccination_id
JOIN organisation AS o ON o.organisation_id = v.site_id
WHERE e.vaccination_id = $1::uuid
ORDER BY v.version

-- Every version of the immunisation events of people.
--   $1  person_ids  uuid[]
SELECT to_json(entry)::text AS entry
FROM (
    SELECT v.person_id, v.vaccination_id, v.version, v.status, v.disease, v.product, v.procedure_code,
           v.dose_number, v.given_at, v.given_on, v.site_id, v.batch_number, v.batch_expiry, v.body_site,
           v.route, v.performer, v.primary_source, v.override_reason, v.reason, v.recorded_at, v.recorded_by,
           v.recorded_for
    FROM vaccination_version AS v
    WHERE v.person_id = ANY ($1::uuid[])
    ORDER BY v.given_on, v.vaccination_id, v.version) AS entry

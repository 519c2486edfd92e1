-- Adds a version of a vaccination.
--   $1  versions  json  array of objects with the names of the columns
INSERT INTO vaccination_version (
    person_id, vaccination_id, version, status, disease, product, procedure_code, dose_number, given_at, given_on,
    site_id, batch_number, batch_expiry, body_site, route, performer, primary_source, override_reason, reason,
    recorded_by, recorded_for)
SELECT v.person_id, v.vaccination_id, v.version, v.status, v.disease, v.product, v.procedure_code, v.dose_number,
       v.given_at, v.given_on, v.site_id, v.batch_number, v.batch_expiry, v.body_site, v.route, v.performer,
       v.primary_source, v.override_reason, v.reason, acting_account(), acting_organisation()
FROM json_to_recordset($1::json) AS v (
    person_id uuid, vaccination_id uuid, version integer, status text, disease text, product text,
    procedure_code text, dose_number integer, given_at timestamptz, given_on date, site_id uuid, batch_number text,
    batch_expiry date, body_site text, route text, performer text, primary_source boolean, override_reason text,
    reason text)

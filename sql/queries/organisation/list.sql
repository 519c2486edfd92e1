-- Every organisation, by its code.
SELECT organisation_id, ods_code, name, kinds, setting, area, is_placeholder
FROM organisation ORDER BY ods_code

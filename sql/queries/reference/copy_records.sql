-- The packed records of a reference that was chosen before, since COPY takes no parameters; in no order.
COPY (
    SELECT CASE WHEN match_version = current_setting('outreach.match_version')::integer THEN match_record END
    FROM reference_patient WHERE reference_id = current_setting('outreach.reference')::uuid
) TO STDOUT (FORMAT binary)

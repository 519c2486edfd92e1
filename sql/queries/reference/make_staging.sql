-- A table for the rows of one file, gone with the transaction: COPY does not fill tables with row-level security.
CREATE TEMPORARY TABLE reference_staging (
    row_number integer, line integer, record_id text, nhs_number text, given_names text, middle_names text,
    family_name text, previous_family_names text[], birth_date date, birth_date_precision text, sex text,
    address_line text, postcode text, previous_postcode text, phone text, email text, practice_code text,
    deceased boolean, confidential boolean, superseded_by text, keys bigint[], match_record bytea,
    removed boolean
) ON COMMIT DROP

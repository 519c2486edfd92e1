-- Rows whose record id or number stands in an earlier row too, the first hundred.
SELECT row_number, line, repeats_id, repeats_number
FROM (
    SELECT row_number, line,
           row_number() OVER (PARTITION BY record_id ORDER BY row_number) > 1 AS repeats_id,
           nhs_number IS NOT NULL
               AND row_number() OVER (PARTITION BY nhs_number ORDER BY row_number) > 1 AS repeats_number
    FROM reference_staging) AS numbered
WHERE repeats_id OR repeats_number
ORDER BY row_number LIMIT 100

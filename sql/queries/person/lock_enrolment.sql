-- Keeps files of enrolments from running beside one another, and single enrolments from running beside a file.
--   $1  exclusive  boolean  true for a file
SELECT CASE WHEN $1::boolean
    THEN pg_advisory_xact_lock(hashtextextended('outreach.enrolment', 0))
    ELSE pg_advisory_xact_lock_shared(hashtextextended('outreach.enrolment', 0)) END

-- Writes what rows of enrolments bring, each with everything that belongs to it.
--   $1  rows       enrolment[]  the type of the database, by the order of its columns
--   $2  upload_id  uuid         whose rows they are, or NULL for a form
SELECT enrol_people($1::enrolment[], $2::uuid)

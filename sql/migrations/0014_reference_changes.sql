-- Changes of the active reference between two full extracts.
--
-- The patients that a file of changes replaces or removes are set aside as an extract of their own, retired from the
-- start: whoever asks later what a trace had seen, the export for a subject access and the retention of references
-- find them where they look already.
ALTER TABLE reference_extract ADD COLUMN replaced_in uuid;
ALTER TABLE reference_extract ADD CONSTRAINT replaced_patients_were_of_an_extract
    FOREIGN KEY (replaced_in) REFERENCES reference_extract;
-- A file of changes is taken once.
CREATE UNIQUE INDEX reference_is_changed_once_by_a_file ON reference_extract (replaced_in, sha256)
    WHERE replaced_in IS NOT NULL;

GRANT UPDATE (record_count) ON reference_extract TO outreach_service;
GRANT UPDATE (reference_id) ON reference_patient TO outreach_service;

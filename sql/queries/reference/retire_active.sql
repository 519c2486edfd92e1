-- Retires the active reference; its patients stay for those who ask what a trace had seen.
UPDATE reference_extract SET retired_at = now() WHERE retired_at IS NULL

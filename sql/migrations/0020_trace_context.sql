-- The trace context (W3C) of the request that asked for a job or made a message: whoever follows a request through the
-- log finds what came of it later. The service sets it per transaction; a default reads it, so that every statement
-- that writes such rows carries it, also those of an older program's functions.
ALTER TABLE job ADD COLUMN traceparent text;
ALTER TABLE job ALTER COLUMN traceparent SET DEFAULT nullif(current_setting('outreach.traceparent', true), '');
ALTER TABLE job ADD CONSTRAINT job_trace_is_a_trace_context
    CHECK (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');

ALTER TABLE notification ADD COLUMN traceparent text;
ALTER TABLE notification ALTER COLUMN traceparent SET DEFAULT nullif(current_setting('outreach.traceparent', true), '');
ALTER TABLE notification ADD CONSTRAINT notification_trace_is_a_trace_context
    CHECK (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');

-- Every seal in the order of its chain, with the bytes that were hashed of it and of its entry, which may be missing:
-- each field as "length:value", NULL as "-" (0006_audit.sql). Everything is cast to text and no function of ours is
-- called, so that the owner of the schema cannot put another function or operator in between.
SELECT s.organisation_id::text AS stream, s.position, encode(s.entry_sha256, 'hex'::text) AS entry_sha256,
    encode(s.chain_sha256, 'hex'::text) AS chain_sha256, e.organisation_id = s.organisation_id AS is_of_stream,
    '36:'::text || s.organisation_id::text || ','::text || octet_length(s.position::text)::text || ':'::text
        || s.position::text || ',36:'::text || s.entry_id::text || ',27:'::text
        || to_char(s.occurred_at AT TIME ZONE 'UTC'::text, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text)
        || ',64:'::text || encode(s.entry_sha256, 'hex'::text) || ',27:'::text
        || to_char(s.sealed_at AT TIME ZONE 'UTC'::text, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text) AS seal_bytes,
    '36:'::text || e.entry_id::text || ',27:'::text
        || to_char(e.occurred_at AT TIME ZONE 'UTC'::text, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'::text)
        || ',36:'::text || e.organisation_id::text || ',36:'::text || e.account_id::text || ','::text
        || octet_length(e.role)::text || ':'::text || e.role || ','::text
        || octet_length(e.action)::text || ':'::text || e.action || ','::text
        || coalesce('36:'::text || e.person_id::text, '-'::text) || ','::text
        || octet_length(e.details::text)::text || ':'::text || e.details::text AS entry_bytes
FROM audit_seal AS s
LEFT JOIN audit_entry AS e ON e.entry_id = s.entry_id AND e.occurred_at = s.occurred_at
ORDER BY s.organisation_id, s.position

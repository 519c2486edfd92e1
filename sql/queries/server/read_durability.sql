-- The server settings on which "an acknowledged write is never lost" rests, and its version.
SELECT current_setting('fsync') = 'on'              AS fsync,
       current_setting('full_page_writes') = 'on'   AS full_page_writes,
       current_setting('synchronous_commit')        AS synchronous_commit,
       current_setting('data_checksums') = 'on'     AS data_checksums,
       current_setting('server_version_num')::integer AS version,
       current_setting('is_superuser') = 'on'       AS is_superuser

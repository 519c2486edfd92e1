-- Forgets tokens and assertions that ended more than an hour ago; answers how many.
SELECT purge_credentials() AS purged

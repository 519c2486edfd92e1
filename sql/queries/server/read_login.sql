-- Which roles the login may take on.
SELECT pg_has_role(current_user, 'outreach_service', 'MEMBER') AS may_serve,
    pg_has_role(current_user, 'outreach_auditor', 'MEMBER') AS may_audit

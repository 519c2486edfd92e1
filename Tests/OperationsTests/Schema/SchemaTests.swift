import Foundation
import Store
import TestDatabase
import Testing

/// The tables of which no row belongs to anybody.
private let openTables: Set<String> = [
    "organisation", "audit_entry", "audit_seal", "audit_mark", "schema_migration", "matching_keys",
]

@Suite struct `the schema` {
    @Test func `names every constraint and unique index as a sentence`() async throws {
        try await TestDatabase.with { test in
            let names = try await test.texts(
                """
                SELECT c.conname AS text FROM pg_constraint AS c
                LEFT JOIN pg_class AS r ON r.oid = c.conrelid
                WHERE c.connamespace = 'outreach'::regnamespace AND c.contype <> 'n'
                  AND NOT coalesce(r.relispartition, false)
                UNION
                SELECT i.relname FROM pg_index AS x
                JOIN pg_class AS i ON i.oid = x.indexrelid
                WHERE i.relnamespace = 'outreach'::regnamespace AND NOT i.relispartition
                """)
            #expect(names.count > 50)
            let defaults = names.filter { $0.contains(/_(pkey|fkey|key|check|excl|idx)[0-9]*$/) || !$0.contains("_") }
            #expect(defaults == [])
        }
    }

    @Test func `forces row-level security wherever a row belongs to somebody`() async throws {
        try await TestDatabase.with { test in
            let tables = "FROM pg_class WHERE relnamespace = 'outreach'::regnamespace AND relkind IN ('r', 'p')"
            let unguarded = try await test.texts(
                """
                SELECT relname AS text \(tables)
                AND NOT relispartition AND NOT (relrowsecurity AND relforcerowsecurity)
                """)
            #expect(Set(unguarded) == openTables)
        }
    }

    @Test func `gives the service nothing to own and no way round its rules`() async throws {
        try await TestDatabase.with { test in
            let owned = try await test.texts(
                """
                SELECT oid::regclass::text AS text FROM pg_class WHERE relowner = 'outreach_service'::regrole
                UNION SELECT oid::regprocedure::text FROM pg_proc WHERE proowner = 'outreach_service'::regrole
                UNION SELECT nspname FROM pg_namespace WHERE nspowner = 'outreach_service'::regrole
                """)
            #expect(owned == [])
            let powers = try await test.texts(
                """
                SELECT rolname AS text FROM pg_roles
                WHERE rolname LIKE 'outreach\\_%' AND rolname <> current_user
                  AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin)
                """)
            #expect(powers == [])
            let memberships = try await test.texts(
                """
                SELECT roleid::regrole::text AS text FROM pg_auth_members
                WHERE member IN ('outreach_service'::regrole, 'outreach_auditor'::regrole)
                """)
            #expect(memberships == [])
        }
    }

    @Test func `lets the service only add to the audit trail and the auditor only read it`() async throws {
        try await TestDatabase.with { test in
            let rights = try await test.texts(
                """
                SELECT role || ' ' || lower(privilege) || ' ' || table_name AS text
                FROM unnest(ARRAY['outreach_service', 'outreach_auditor']) AS role,
                     unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS privilege,
                     unnest(ARRAY['audit_entry', 'audit_seal', 'audit_entry_default']) AS table_name
                WHERE has_any_column_privilege(role, table_name, privilege)
                UNION
                SELECT role || ' ' || lower(privilege) || ' ' || relname
                FROM unnest(ARRAY['outreach_service', 'outreach_auditor']) AS role,
                     unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege,
                     pg_class
                WHERE relnamespace = 'outreach'::regnamespace AND relname LIKE 'audit%' AND relkind IN ('r', 'p')
                  AND has_table_privilege(role, oid, privilege)
                ORDER BY 1
                """)
            #expect(
                rights == [
                    "outreach_auditor select audit_entry", "outreach_auditor select audit_seal",
                    "outreach_service insert audit_entry",
                ])
        }
    }

    @Test func `stands in schema.sql as the migrations leave it`() async throws {
        try await TestDatabase.with { test in
            let script = TestServer.repository.appending(path: "ops/schema").path()
            let dump = try await Command.run(script, ["--dump", test.url])
            #expect(dump.status == 0)
            let kept = try String(
                contentsOf: TestServer.repository.appending(path: "sql/schema.sql"), encoding: .utf8)
            #expect(dump.standardOutput == kept, "run ops/schema")
        }
    }
}

import Operations
import Store
import TestDatabase
import Testing

/// Tables that know a person and are not shown with one, and why.
private let left = [
    "person_key": "derived from the current details",
    "audit_entry": "who looked is told by the audit export",
]

@Suite struct `the merged view` {
    @Test func `names every table with the key of a person`() async throws {
        try await TestDatabase.with { test in
            let tables = try await test.texts(
                """
                SELECT DISTINCT r.relname AS text
                FROM pg_class AS r
                JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE r.relnamespace = 'outreach'::regnamespace AND r.relkind IN ('r', 'p') AND NOT r.relispartition
                  AND (a.attname LIKE '%person_id' OR EXISTS (
                      SELECT FROM pg_constraint AS c
                      WHERE c.conrelid = r.oid AND c.contype = 'f' AND c.confrelid = 'outreach.person'::regclass))
                ORDER BY 1
                """)
            #expect(tables.count > 10)
            let shown = Set(PersonHistory.Table.allCases.map(\.rawValue))
            #expect(Set(tables) == shown.union(left.keys))
        }
    }

    @Test func `shows every column of those tables`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let history = try await clinic.history(of: worker)
            for table in [PersonHistory.Table.person, .personDetails, .identifier, .employment, .registrationCase] {
                let columns = try await clinic.texts(
                    """
                    SELECT attname AS text FROM pg_attribute
                    WHERE attrelid = 'outreach.\(table.rawValue)'::regclass AND attnum > 0 AND NOT attisdropped
                    """)
                // A row may say more: the name beside the id of an organisation.
                let shown = history.entries[table]?.first.map { Array($0.columns.keys) } ?? []
                #expect(Set(columns).isSubset(of: shown), "\(table)")
            }
        }
    }

    @Test func `hides what is clinical from a registrar, and foreign people altogether`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            try await clinic.record(worker, .init(product: "Comirnaty"))
            let own = try await clinic.runner().run(
                ShowPerson(.temporaryID(worker.id)), as: clinic.members.registrar)
            #expect(own.entries[.vaccination] == [])
            #expect(own.entries[.personDetails]?.count == 1)
            let foreign = await refusal {
                try await clinic.runner().run(ShowPerson(.temporaryID(worker.id)), as: clinic.members.otherRegistrar)
            }
            #expect(foreign?.code == .notFound)
            let actions = try await clinic.test.auditedActions()
            #expect(actions.contains("show_person"))
        }
    }
}

import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import Synchronization
import TestDatabase
import Testing

/// A document as somebody reads it who gets it.
private struct SubjectDocument {
    let people: [String]
    /// How many rows of each table there are.
    let rows: [String: Int]
}

extension Clinic {
    fileprivate func exported(_ reference: PersonReference) async throws -> (text: String, document: SubjectDocument) {
        let allowed = try await runner().run(
            ExportPerson(reference, reason: "asked by letter"), as: members.auditor)
        let text = Mutex("")
        let export = PersonExport(database: test.database, now: { Date() })
        _ = try await export.write(allowed, as: members.auditor) { piece in text.withLock { $0 += piece } }
        let whole = text.withLock { $0 }
        let object = try JSONSerialization.jsonObject(with: Data(whole.utf8)) as? [String: Any]
        let tables = object?["tables"] as? [String: [[String: Any]]] ?? [:]
        let document = SubjectDocument(
            people: object?["people"] as? [String] ?? [], rows: tables.mapValues(\.count))
        return (whole, document)
    }
}

@Suite struct `a subject access request` {
    @Test func `names every table with the key of a person`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let (_, document) = try await clinic.exported(.temporaryID(worker.id))
            let tables = try await clinic.test.texts(
                """
                SELECT DISTINCT r.relname AS text
                FROM pg_class AS r
                JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE r.relnamespace = 'outreach'::regnamespace AND r.relkind IN ('r', 'p') AND NOT r.relispartition
                  AND (a.attname LIKE '%person_id' OR EXISTS (
                      SELECT FROM pg_constraint AS c
                      WHERE c.conrelid = r.oid AND c.contype = 'f' AND c.confrelid = 'outreach.person'::regclass))
                """)
            #expect(tables.count > 10)
            #expect(Set(tables).isSubset(of: document.rows.keys))
        }
    }

    @Test func `shows everything of the whole human, and who looked`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let other = try await clinic.enrol(family: "Okafor-Dias", by: clinic.members.otherManager)
            let stranger = try await clinic.enrol(family: "Zulu")
            try await clinic.merge(worker, other)
            try await clinic.assignNumber("9990000018", to: worker)
            try await clinic.record(other, .init(product: "Comirnaty"))
            let references: [PersonReference] = [
                .temporaryID(other.id), .person(worker.person), .nhsNumber(try NHSNumber(parsing: "9990000018")),
            ]
            for reference in references {
                let (text, document) = try await clinic.exported(reference)
                #expect(Set(document.people) == [worker.person.description, other.person.description])
                #expect(document.rows["person_details"] == 2)
                #expect(document.rows["vaccination_version"] == 1)
                #expect(document.rows["identifier"] == 3)
                #expect(text.contains("Okafor-Dias"))
                #expect(text.contains("record_vaccination"))
                #expect(text.contains("\"name\": \"vaccinator\""))
                #expect(text.contains("asked by letter"))
                #expect(!text.contains(stranger.person.description))
                #expect(!text.contains("Zulu"))
            }
        }
    }

    @Test func `is for auditors with a reason, and is itself in the trail`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            for reason in ["", "  ", String(repeating: "x", count: 301)] {
                let refusal = await refusal {
                    try await clinic.runner().run(
                        ExportPerson(.temporaryID(worker.id), reason: reason), as: clinic.members.auditor)
                }
                #expect(refusal?.code == .invalid)
            }
            // The rows themselves are hidden from whoever is no auditor, whatever the program asks.
            let rows = Mutex(0)
            try await clinic.test.database.read(.acting(as: clinic.members.steward)) { session in
                try session.forEachSubjectEntry(of: [worker.person]) { _ in rows.withLock { $0 += 1 } }
            }
            #expect(rows.withLock { $0 } == 0)
            _ = try await clinic.exported(.temporaryID(worker.id))
            let actions = try await clinic.test.auditedActions()
            #expect(actions.last == "export_person")
            let details = try await clinic.texts("SELECT details::text AS text FROM audit_entry")
            #expect(!details.contains { $0.contains("letter") })
        }
    }
}

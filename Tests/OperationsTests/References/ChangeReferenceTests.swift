import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

private let changesHeader = Clinic.header + ",removed"

extension Clinic {
    /// Sends changes of the active reference.
    @discardableResult
    fileprivate func change(_ rows: String...) async throws -> ChangeReference.Outcome {
        let file = FileManager.default.temporaryDirectory.appending(path: "changes-\(UUID().uuidString).csv")
        try Data(([changesHeader] + rows).joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await runner().run(ChangeReference(file, acceptsTestNumbers: true), as: members.steward)
    }

    /// The patients whom traces read.
    fileprivate func patients() async throws -> [String] {
        try await texts(
            """
            SELECT record_id || ' ' || given_names || ' ' || nhs_number AS text
            FROM reference_patient JOIN reference_extract USING (reference_id)
            WHERE retired_at IS NULL ORDER BY record_id
            """)
    }

    /// The keys by which traces find them, each with whether its patient is there.
    fileprivate func keys() async throws -> [String] {
        try await texts(
            """
            SELECT k.record_id || ' ' || count(p.record_id) AS text
            FROM reference_key AS k LEFT JOIN reference_patient AS p USING (reference_id, record_id)
            GROUP BY k.record_id ORDER BY k.record_id
            """)
    }
}

@Suite struct `changing a reference` {
    @Test func `adds, replaces and removes, and keeps what was there as a retired reference`() async throws {
        try await Clinic.with { clinic in
            let loaded = try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2), Made.cho.row(3))
            var married = Made.ada
            married.family = "Suarez"
            let outcome = try await clinic.change(
                married.row(1) + ",", "P2,,,,,,,,,,,1", "P9,,,,,,,,,,,1", Made(given: "Dee").row(4) + ",0")
            #expect(outcome.reference == loaded.reference)
            let growth = try #require(outcome.growth)
            let counts = [growth.added, growth.replaced, growth.removed, growth.records]
            #expect(counts == [1, 1, 1, 3])
            let patients = try await clinic.patients()
            #expect(
                patients == ["P1 Ada \(Made.number(1))", "P3 Cho \(Made.number(3))", "P4 Dee \(Made.number(4))"])
            let list = try await clinic.runner().run(ListReferences(), as: clinic.members.steward)
            #expect(list.map(\.replacedIn) == [loaded.reference, nil])
            #expect(list.map(\.recordCount) == [2, 3])
            let before = try await clinic.texts(
                """
                SELECT record_id || ' ' || family_name AS text FROM reference_patient
                WHERE reference_id <> '\(loaded.reference)' ORDER BY record_id
                """)
            #expect(before == ["P1 Okafor", "P2 Suarez"])
        }
    }

    @Test func `leaves no key of what was replaced`() async throws {
        try await Clinic.with { clinic in
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            var moved = Made.ada
            (moved.phone, moved.born) = ("07700900055", "1985-07-15")
            try await clinic.change(moved.row(1) + ",", "P2,,,,,,,,,,,1")
            let changed = try await clinic.keys()
            try await clinic.loadReference(moved.row(1))
            let loaded = try await clinic.texts(
                """
                SELECT k.record_id || ' ' || count(*) AS text FROM reference_key AS k
                JOIN reference_extract AS x USING (reference_id) WHERE x.retired_at IS NULL GROUP BY k.record_id
                """)
            #expect(changed == loaded)
        }
    }

    @Test func `is traced in from then on`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "A")
            let ben = try await clinic.enrol(.ben, reference: "B")
            try await clinic.loadReference(Made.ben.row(2))
            try await clinic.change(Made.ada.row(1) + ",", "P2,,,,,,,,,,,1")
            try await clinic.reconcile()
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
            #expect(ben.person != ada.person)
        }
    }

    @Test func `takes a file once, and two numbers may change places in it`() async throws {
        try await Clinic.with { clinic in
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            let rows = [Made.ada.row(2) + ",", Made.ben.row(1) + ","].map { row in
                row.hasPrefix("P1") ? row.replacing("P1", with: "P2") : row.replacing("P2", with: "P1")
            }
            try await clinic.change(rows[0], rows[1])
            let patients = try await clinic.patients()
            #expect(patients == ["P1 Ada \(Made.number(2))", "P2 Ben \(Made.number(1))"])
            let again = try await clinic.change(rows[0], rows[1])
            #expect(again.growth == nil)
        }
    }

    @Test(
        "is refused whole, with the place of each fault",
        arguments: [
            ("P3,\(Made.number(2)),Cho,Lim,1971-11-30,F,,,,,0,", "row 2, nhs_number"),
            ("P1,\(Made.number(1)),Ada,Okafor,1985-07-34,F,,,,,0,", "row 2, column 5, date_of_birth"),
            (",,,,,,,,,,,1", "row 2, column 1, ref_id"),
            ("P1,\(Made.number(1)),Ada,Okafor,1985-07-14,F,,,,,0,perhaps", "row 2, column 12, removed"),
        ])
    func fault(_ row: String, _ place: String) async throws {
        try await Clinic.with { clinic in
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            let answer = await refusal { try await clinic.change(row) }
            #expect(answer?.problems.map(\.field) == [place])
            let patients = try await clinic.patients()
            #expect(patients.count == 2)
        }
    }

    @Test func `needs a reference, and a whole extract takes no removals`() async throws {
        try await Clinic.with { clinic in
            let nothing = await refusal { try await clinic.change(Made.ada.row(1) + ",") }
            #expect(nothing?.code == .notFound)
            let removal = await refusal { try await clinic.loadReference("P2,,,,,,,,,,,1", header: changesHeader) }
            #expect(removal?.problems.map(\.field) == ["row 2, column 12, removed"])
        }
    }
}

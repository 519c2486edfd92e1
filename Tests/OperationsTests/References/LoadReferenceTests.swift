import Foundation
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

@Suite struct `loading a reference` {
    @Test func `replaces the one before, which is kept, and changes nothing the second time`() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.loadReference(Made.ada.row(1))
            let again = try await clinic.loadReference(Made.ada.row(1))
            #expect(again.wasActive)
            #expect(again.reference == first.reference)
            let second = try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            #expect(second.records == 2)
            let list = try await clinic.runner().run(ListReferences(), as: clinic.members.steward)
            #expect(list.map(\.id) == [second.reference, first.reference])
            #expect(list.map { $0.retiredAt == nil } == [true, false])
            let counts = try await clinic.texts(
                "SELECT count(*)::text AS text FROM reference_patient GROUP BY reference_id ORDER BY 1")
            #expect(counts == ["1", "2"])
        }
    }

    @Test(
        "is refused whole, with the place of each fault",
        arguments: [
            ("P2,9990000019,Ben,Suarez,1990-03-02,M,,,,,0", "row 3, column 2, nhs_number"),
            ("P2,\(Made.number(2)),Ben,Suarez,1990-02-30,M,,,,,0", "row 3, column 5, date_of_birth"),
            ("P2,\(Made.number(2)),Ben,Suarez,1990-03-02,Q,,,,,0", "row 3, column 6, sex"),
            ("P2,\(Made.number(2)),Ben,Suarez,1990-03-02,M,,,,,maybe", "row 3, column 11, deceased"),
            ("P2,\(Made.number(2)),,,1990-03-02,M,,,,,0", "row 3, column 4, family_name"),
            (",\(Made.number(2)),Ben,Suarez,1990-03-02,M,,,,,0", "row 3, column 1, ref_id"),
            ("P1,\(Made.number(2)),Ben,Suarez,1990-03-02,M,,,,,0", "row 3, ref_id"),
            ("P2,\(Made.number(1)),Ben,Suarez,1990-03-02,M,,,,,0", "row 3, nhs_number"),
            ("P2,\(Made.number(2)),Ben,Suarez", "row 3"),
        ])
    func fault(_ row: String, _ place: String) async throws {
        try await Clinic.with { clinic in
            let answer = await refusal { try await clinic.loadReference(Made.ada.row(1), row) }
            #expect(answer?.code == .invalid)
            #expect(answer?.problems.map(\.field) == [place])
            let left = try await clinic.texts("SELECT count(*)::text AS text FROM reference_extract")
            #expect(left == ["0"])
        }
    }

    @Test func `takes a patient whose birth date nobody knows, and headers as people write them`() async throws {
        try await Clinic.with { clinic in
            let outcome = try await clinic.loadReference(
                "P1,\(Made.number(1)),Ada,,,,,,,,",
                header:
                    "Record ID,NHS No,Forename,Last name,Date of birth,Gender,Address,Post code,Mobile,GP practice,Deceased"
            )
            #expect(outcome.records == 1)
        }
    }

    @Test func `takes no number for tests where a setting forbids it`() async throws {
        try await Clinic.with { clinic in
            let answer = await refusal {
                try await clinic.loadReference(lines: [Clinic.header, Made.ada.row(1)], acceptsTestNumbers: false)
            }
            #expect(answer?.problems.map(\.field) == ["row 2, column 2, nhs_number"])
        }
    }

    @Test func `shows a hundred faults and no more`() async throws {
        try await Clinic.with { clinic in
            let answer = await refusal {
                try await clinic.loadReference(
                    lines: [Clinic.header] + (0..<300).map { "P\($0),1,Ada,Okafor,,,,,,,0" })
            }
            #expect(answer?.problems.count == 101)
        }
    }
}

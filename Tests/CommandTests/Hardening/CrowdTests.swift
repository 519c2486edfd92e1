import Foundation
import TestDatabase
import Testing

@Suite(.serialized) struct `fifty programs at once` {
    @Test func `record one dose when all record the same`() async throws {
        try await TestDatabase.with { test in
            try await Journey.prepare(on: test.url)
            let id = try await Journey.enrol("Garcia", on: test.url)
            let outputs = try await Self.insisting(on: Journey.dose(for: id), test.url)
            let recorded = outputs.count { $0.standardOutput.hasPrefix("recorded, dose 1") }
            let found = outputs.count { $0.standardOutput.hasPrefix("recorded before, dose 1") }
            #expect(recorded == 1)
            #expect(recorded + found == 50)
            let doses = try await test.texts(
                """
                SELECT concat_ws(' ', (SELECT count(*) FROM vaccination), (SELECT count(*) FROM vaccination_version),
                    (SELECT count(DISTINCT (vaccination_id, recipient)) = count(*) FROM notification)) AS text
                """)
            #expect(doses == ["1 1 t"])
        }
    }

    @Test func `give one ID when all enrol the same worker`() async throws {
        try await TestDatabase.with { test in
            try await Journey.prepare(on: test.url)
            let enrol = [
                "enrol", "--family", "Garcia", "--given", "Maria", "--birth-date", "1985-07-14", "--reference", "7",
                "--as", "boss@example.org", "--json",
            ]
            let outputs = try await Self.insisting(on: enrol, test.url)
            // Outside the macro: Swift 6.3 takes a closure in it and one behind it for the same.
            let ids = Set(outputs.map { Outreach.text("temporaryID", in: $0.standardOutput) })
            #expect(ids.count == 1 && !ids.contains(nil))
            let results = outputs.map { Outreach.text("result", in: $0.standardOutput) }
            #expect(results.count { $0 == "enrolled" } == 1)
            #expect(results.count { $0 == "already_enrolled" } == 49)
            let there = try await test.texts(
                """
                SELECT concat_ws(' ', (SELECT count(*) FROM person), (SELECT count(*) FROM identifier),
                    (SELECT count(*) FROM employment), (SELECT count(*) FROM registration_case)) AS text
                """)
            #expect(there == ["1 1 1 1"])
        }
    }

    /// Runs a command fifty times at once; whoever is told to try again does so.
    private static func insisting(on command: [String], _ url: String) async throws -> [Command.Output] {
        var outputs = try await Outreach.run(50, times: command, on: url)
        for _ in 0..<5 {
            let refused = outputs.count { $0.status == 75 }
            outputs.removeAll { $0.status == 75 }
            outputs += try await Outreach.run(refused, times: command, on: url)
        }
        for output in outputs { #expect(output.status == 0, "\(output.standardError)") }
        return outputs
    }
}

import Foundation
import TestDatabase
import Testing

@Suite struct `the main job by the program through PgBouncer` {
    @Test func `goes from enrolment to a recorded dose`() async throws {
        try await TestDatabase.with { test in
            try await PgBouncer.with(test, connections: 2) { bouncer in
                let migrated = try await Outreach.run("migrate", on: bouncer.url)
                #expect(migrated.standardOutput == "The schema is up to date.\n")
                try await Journey.prepare(on: bouncer.url)
                let id = try await Journey.enrol("Garcia", on: bouncer.url)
                let before = try await Outreach.run(
                    ["check", id, "--as", "nurse@example.org"], on: bouncer.url)
                #expect(before.standardOutput.contains("No doses recorded."))
                let recorded = try await Outreach.run(Journey.dose(for: id), on: bouncer.url)
                #expect(recorded.standardOutput.hasPrefix("recorded, dose 1"), "\(recorded.standardError)")
                let after = try await Outreach.run(
                    ["check", id, "--as", "nurse@example.org", "--json"], on: bouncer.url)
                #expect(after.standardOutput.contains("\"doseNumber\" : 1"))
                let doctor = try await Outreach.run("doctor", on: bouncer.url)
                #expect(doctor.status == 0, "\(doctor.standardOutput)")
            }
        }
    }
}

/// Steps of the main job as people take them.
enum Journey {
    /// An employer with a manager, and a site with a vaccinator.
    static func prepare(on url: String) async throws {
        let steps = [
            ["organisation", "add", "VL0AA", "--name", "Rose Hill", "--kind", "employer", "--area", "LEEDS"],
            ["organisation", "add", "RX101", "--name", "Town Hall hub", "--kind", "site"],
            ["account", "add", "boss@example.org", "--name", "Boss", "--role", "manager", "--at", "VL0AA"],
            ["account", "add", "nurse@example.org", "--name", "Nurse", "--role", "vaccinator", "--at", "RX101"],
        ]
        for step in steps {
            let output = try await Outreach.run(step, on: url)
            guard output.status == 0 else { throw CommandFailed(output: output) }
        }
    }

    /// Enrols a worker and gives the temporary ID.
    static func enrol(_ family: String, on url: String) async throws -> String {
        let output = try await Outreach.run(
            ["enrol", "--family", family, "--given", "Maria", "--birth-date", "1985-07-14", "--as", "boss@example.org"]
                + ["--json"],
            on: url)
        guard let id = Outreach.text("temporaryID", in: output.standardOutput) else {
            throw CommandFailed(output: output)
        }
        return id
    }

    /// The command that records a dose under an ID.
    static func dose(for id: String) -> [String] {
        [
            "vaccination", "record", id, "--as", "nurse@example.org", "--product", "Comirnaty", "--batch", "FF2589",
            "--expiry", "2099-01-01", "--site-of-body", "left_upper_arm", "--route", "intramuscular",
        ]
    }
}

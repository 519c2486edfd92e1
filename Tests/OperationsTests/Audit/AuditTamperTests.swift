import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `the audit trail` {
    @Test func `is intact when nobody has touched it`() async throws {
        try await TestDatabase.with { test in
            try await fill(test)
            let trail = AuditTrail(database: test.database)
            let before = try await trail.verify()
            #expect(before.unsealed == Tamper.length * 3)
            let sealed = try await trail.seal()
            #expect(sealed == Tamper.length * 3)
            let heads = try await trail.heads()
            try await fill(test)
            _ = try await trail.seal()
            let report = try await trail.verify(heads: heads)
            #expect(report.isIntact)
            #expect(report.seals == Tamper.length * 6)
            #expect(report.streams == 3)
            #expect(report.unsealed == 0)
        }
    }

    @Test func `shows every tamper`() async throws {
        #expect(Tamper.all.count == 52)
        try await TestDatabase.with { test in
            try await fill(test)
            let trail = AuditTrail(database: test.database)
            _ = try await trail.seal()
            let heads = try await trail.heads()
            for tamper in Tamper.all {
                let report = try await verify(test, after: tamper, heads: tamper.needsHeads ? heads : [])
                #expect(!report.isIntact, "\(tamper.name)")
            }
            let untouched = try await trail.verify(heads: heads)
            #expect(untouched.isIntact)
        }
    }

    @Test func `warns of entries that nobody seals`() async throws {
        try await TestDatabase.with { test in
            try await fill(test)
            try await test.script("UPDATE audit_entry SET occurred_at = occurred_at - interval '2 minutes'")
            let report = try await AuditTrail(database: test.database).verify()
            #expect(report.isIntact)
            #expect(report.overdue == Tamper.length * 3)
        }
    }

    @Test func `is hashed over the same bytes here and in the database`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            try await test.database.write(.acting(as: members.steward)) { session in
                try session.audit(
                    AuditEntry("názov, 3:abc -", details: ["k": "naïve \"quoted\" \\ \u{1f489}", "": ""]))
            }
            // Whole seconds, few digits and all digits of a fraction.
            for fraction in ["00", "00.5", "59.999999"] {
                try await test.script(
                    """
                    INSERT INTO audit_entry (occurred_at, organisation_id, account_id, role, action)
                    VALUES (date_trunc('hour', now()) + interval '\(fraction)', gen_random_uuid(), gen_random_uuid(), '', 'x')
                    """)
            }
            let trail = AuditTrail(database: test.database)
            _ = try await trail.seal()
            let report = try await trail.verify()
            #expect(report.isIntact)
            #expect(report.seals == 4)
        }
    }

    @Test func `is taken away of one human and never by half`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let people = (1...3).map { _ in PersonID() }
            try await test.script(people.map { insertion(of: $0, for: members.manager) }.joined())
            try await test.database.write(.acting(as: members.manager)) { session in
                try session.audit(AuditEntry("seen", people: people))
            }
            let allowed = try await test.runner().run(
                ExportAudit(person: people[1].description.uppercased()), as: members.auditor)
            #expect(allowed.people == [people[1]])
            let count = try await AuditTrail(database: test.database).export(allowed) { _ in }
            #expect(count == 2)
            let refusal = await #expect(throws: Refusal.self) {
                try await test.runner().run(ExportAudit(person: PersonID().description), as: members.auditor)
            }
            #expect(refusal?.code == .notFound)
        }
    }
}

private func insertion(of person: PersonID, for member: Membership) -> String {
    """
    INSERT INTO person (person_id, created_by, created_for)
    VALUES ('\(person)', '\(member.account)', '\(member.organisation)');
    """
}

/// Writes as many entries into each of three chains, half of them about somebody.
private func fill(_ test: TestDatabase) async throws {
    let members = try await existingMembers(test)
    for member in members {
        for number in 0..<Tamper.length / 2 {
            try await test.database.write(.acting(as: member)) { session in
                try session.audit(AuditEntry("look", people: [PersonID()], details: ["number": String(number)]))
                try session.audit(AuditEntry("change", people: [PersonID()], details: ["number": String(-number)]))
            }
        }
    }
}

private func existingMembers(_ test: TestDatabase) async throws -> [Membership] {
    func known(_ signIn: String) async throws -> [Membership] {
        try await test.database.read(.signingIn) { try $0.memberships(of: signIn) }
    }
    if try await known("manager@example.org").isEmpty { _ = try await Members.make(in: test) }
    var members: [Membership] = []
    for word in ["manager", "vaccinator", "steward"] { members += try await known("\(word)@example.org") }
    return members
}

private struct Undone: Error {
    let report: AuditVerification.Report
}

/// Verifies what a tamper leaves, in a transaction that is undone afterwards.
private func verify(
    _ test: TestDatabase, after tamper: Tamper, heads: [AuditHead]
) async throws -> AuditVerification.Report {
    do {
        return try await test.database.write(.superuser) { session in
            try session.executeScript(tamper.statements)
            var verification = AuditVerification(heads: heads)
            try session.forEachSeal { verification.take($0) }
            verification.finish()
            verification.note(try session.unsealedEntries())
            throw Undone(report: verification.report)
        }
    } catch let undone as Undone {
        return undone.report
    }
}

import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// Ways to falsify the trail at a place that chance chooses: 50 of each are tried.
private enum TamperKind: String, CaseIterable {
    case entryDeleted
    case entryAltered
    case entriesReordered
    case sealDeleted
    case sealAltered
    case tailCut
    case entryInserted

    func statements(_ random: inout SplitMix) -> String {
        let position = random.next(in: 1...Trail.length)
        let seal = "organisation_id = \(Trail.stream) AND position = \(position)"
        let entry = "entry_id = (SELECT entry_id FROM audit_seal WHERE \(seal))"
        switch self {
        case .entryDeleted: return "DELETE FROM audit_entry WHERE \(entry)"
        case .entryAltered:
            let columns = [
                "action = action || 'x'", "role = 'auditor'", "details = '{}'", "account_id = gen_random_uuid()",
                "person_id = gen_random_uuid()", "occurred_at = occurred_at - interval '1 second'",
            ]
            return "UPDATE audit_entry SET \(columns[random.next(in: 0...5)]) WHERE \(entry)"
        case .entriesReordered:
            let first = random.next(in: 1...(Trail.length - 1))
            let place = "organisation_id = \(Trail.stream) AND position ="
            return """
                UPDATE audit_seal SET position = 100000 WHERE \(place) \(first);
                UPDATE audit_seal SET position = \(first) WHERE \(place) \(first + 1);
                UPDATE audit_seal SET position = \(first + 1) WHERE \(place) 100000
                """
        case .sealDeleted: return "DELETE FROM audit_seal WHERE \(seal)"
        case .sealAltered:
            let columns = [
                "entry_sha256 = sha256(entry_sha256)", "chain_sha256 = sha256(chain_sha256)",
                "sealed_at = sealed_at + interval '1 second'", "entry_id = gen_random_uuid()",
            ]
            return "UPDATE audit_seal SET \(columns[random.next(in: 0...3)]) WHERE \(seal)"
        case .tailCut:
            // With its entries, so that nothing is left over; the sealer runs once more and finds nothing wrong.
            return """
                DELETE FROM audit_entry WHERE entry_id IN (
                    SELECT entry_id FROM audit_seal
                    WHERE organisation_id = \(Trail.stream) AND position >= \(position));
                DELETE FROM audit_seal WHERE organisation_id = \(Trail.stream) AND position >= \(position);
                SELECT seal_audit()
                """
        case .entryInserted:
            // As if it had been there for long, under a transaction that the sealer has passed.
            return """
                INSERT INTO audit_entry (organisation_id, account_id, role, action, written_by)
                VALUES (\(Trail.stream), gen_random_uuid(), '', 'x', '\(random.next(in: 3...700))')
                """
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
private struct SplitMix {
    var state: UInt64

    mutating func next(in range: ClosedRange<Int>) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        word ^= word >> 31
        return range.lowerBound + Int(word % UInt64(range.count))
    }
}

private enum Trail {
    static let stream = "'00000000-0000-4000-8000-0000000000aa'::uuid"
    static let length = 60

    /// Entries of two streams, as the owner of the database writes them.
    static func fill(_ test: TestDatabase, count: Int = length) async throws {
        try await test.script(
            """
            INSERT INTO audit_entry (organisation_id, account_id, role, action, person_id, details)
            SELECT organisation, gen_random_uuid(), 'system', 'look', gen_random_uuid(), '{"a": "b"}'
            FROM generate_series(1, \(count)), unnest(ARRAY[\(stream), gen_random_uuid()]) AS organisation
            """)
    }
}

private struct Undone: Error {
    let report: AuditVerification.Report
}

@Suite struct `a tamper at any place` {
    @Test func `is found, fifty of fifty of each kind`() async throws {
        try await TestDatabase.with { test in
            try await Trail.fill(test)
            let trail = AuditTrail(database: test.database)
            _ = try await trail.seal()
            let heads = try await trail.heads()
            var random = SplitMix(state: 2026)
            for kind in TamperKind.allCases {
                var found = 0
                for _ in 1...50 {
                    let statements = kind.statements(&random)
                    let report = try await report(after: statements, heads: heads, in: test)
                    found += report.isIntact ? 0 : 1
                }
                #expect(found == 50, "\(kind)")
            }
            let untouched = try await trail.verify(heads: heads)
            #expect(untouched.isIntact)
            #expect(untouched.seals == Trail.length * 2)
        }
    }

    /// What a verification finds, in a transaction that is undone afterwards.
    private func report(
        after statements: String, heads: [AuditHead], in test: TestDatabase
    ) async throws -> AuditVerification.Report {
        do {
            return try await test.database.write(.superuser) { session in
                try session.executeScript(statements)
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
}

@Suite struct `the sealer` {
    @Test func `misses no entry that commits late, and does not wait for it`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let trail = AuditTrail(database: test.database)
            _ = try await trail.seal()
            let begun = AsyncStream<Void>.makeStream()
            let gate = Gate()
            async let late: Void = test.database.write(.acting(as: members.manager)) { session in
                try session.audit(AuditEntry("late"))
                begun.continuation.finish()
                gate.wait()
            }
            for await _ in begun.stream {}
            // Written later, committed earlier, sealed at once.
            try await test.database.write(.acting(as: members.steward)) { try $0.audit(AuditEntry("early")) }
            let first = try await trail.seal()
            let second = try await trail.seal()
            gate.open()
            try await late
            let third = try await trail.seal()
            #expect(first == 1)
            #expect(second == 0)
            #expect(third == 1)
            let report = try await trail.verify()
            #expect(report.isIntact)
            #expect(report.unsealed == 0)
        }
    }

    @Test func `takes every entry once when transactions are counted anew after a restore`() async throws {
        try await TestDatabase.with { test in
            try await Trail.fill(test)
            let trail = AuditTrail(database: test.database)
            _ = try await trail.seal()
            try await Trail.fill(test, count: 5)
            // As a dump leaves it that another cluster has read.
            try await test.script(
                """
                UPDATE audit_mark SET counted_in = 'elsewhere', sealed_to = '900000000';
                UPDATE audit_entry SET written_by = '899999999' WHERE written_by IS NOT NULL
                """)
            let between = try await trail.verify()
            #expect(between.isIntact)
            let sealed = try await trail.seal()
            #expect(sealed == 10)
            try await Trail.fill(test, count: 5)
            let again = try await trail.seal()
            #expect(again == 10)
            let report = try await trail.verify()
            #expect(report.isIntact)
            #expect(report.unsealed == 0)
        }
    }

    @Test func `is an audited operation when somebody asks for it, and can be rehearsed`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            try await Trail.fill(test, count: 5)
            let rehearsed = try await test.runner().rehearse(SealAudit(), as: members.auditor)
            #expect(rehearsed == 10)
            let sealed = try await test.runner().run(SealAudit(), as: members.auditor)
            #expect(sealed == 11)
            let actions = try await test.auditedActions()
            #expect(actions.suffix(2) == ["rehearse_seal_audit", "seal_audit"])
        }
    }
}

@Suite struct `signed heads` {
    @Test func `are believed only as they were signed`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            try await Trail.fill(test)
            _ = try await AuditTrail(database: test.database).seal()
            let signer = try AuditSigner(pem: AuditSigner().privatePEM)
            let document = try await test.runner().run(SignAuditHeads(signer: signer), as: members.auditor)
            let read = try AuditHeadsDocument(parsing: try document.bytes())
            #expect(read == document)
            #expect(read.isSigned(by: signer.publicKey))
            #expect(!read.isSigned(by: AuditSigner().publicKey))
            #expect(read.heads.count == 2)
            let text = String(decoding: try document.bytes(), as: UTF8.self)
            for (old, new) in [("\"position\" : 60", "\"position\" : 59"), ("T", "U"), ("a", "b")] {
                guard let range = text.range(of: old) else { continue }
                let changed = text.replacingCharacters(in: range, with: new)
                let other = try? AuditHeadsDocument(parsing: Data(changed.utf8))
                #expect(other?.isSigned(by: signer.publicKey) != true)
            }
        }
    }

    @Test func `are checked by OpenSSL too`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            try await Trail.fill(test, count: 1)
            _ = try await AuditTrail(database: test.database).seal()
            let signer = AuditSigner()
            let document = try await test.runner().run(SignAuditHeads(signer: signer), as: members.auditor)
            let folder = try OpenSSLFolder()
            defer { folder.remove() }
            try folder.write("text", document.signedText.utf8)
            try folder.write("key", signer.publicKey.pem.utf8)
            try folder.write("signature", folder.decoded(document.signature))
            let output = try await Command.run(
                "openssl",
                [
                    "dgst", "-sha256", "-verify", folder.path("key"), "-signature", folder.path("signature"),
                    folder.path("text"),
                ])
            #expect(output.status == 0)
        }
    }
}

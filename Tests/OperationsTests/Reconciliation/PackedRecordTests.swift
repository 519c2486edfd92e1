import Linkage
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `a reference of a million` {
    @Test func `is not compared where another version packed it, and is after migrate`() async throws {
        try await Clinic.with { clinic in
            let ada = try await clinic.enrol(.ada, reference: "W1")
            try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2))
            let packed = "SELECT encode(match_record, 'hex') AS text FROM reference_patient ORDER BY record_id"
            let made = try await clinic.texts(packed)
            // As a program of before packed records leaves them.
            try await clinic.test.script("UPDATE reference_patient SET match_version = NULL, match_record = NULL")
            let refusal = await #expect(throws: Refusal.self) { try await clinic.reconcile() }
            #expect(refusal?.sentence.contains("outreach migrate") == true)
            let migrator = Migrator(clinic.test.database)
            let pending = try await migrator.pending()
            let ran = try await migrator.migrate()
            #expect(pending.count == 1)
            #expect(ran == pending)
            let again = try await clinic.texts(packed)
            #expect(again == made)
            try await clinic.reconcile()
            let numbers = try await clinic.numbers()
            #expect(numbers == ["\(Made.number(1)) \(ada.person)"])
        }
    }

    @Test func `is looked through in parts, by several threads at once, as in one`() async throws {
        try await Clinic.with { clinic in
            for made in [Made.ada, .ben, .cho] { try await clinic.enrol(made, reference: nil) }
            let others = (10..<40).map { Made(given: "Ada", family: "Lim", born: "19\($0 + 40)-02-03").row($0) }
            let rows = [Made.cho.row(1)] + others + [Made.ada.row(2), Made.ben.row(3)]
            let reference = try await clinic.loadReference(lines: [Clinic.header] + rows).reference
            let scans = try await clinic.test.database.read(.acting(as: clinic.members.steward)) { session in
                let people = try session.registerPeople(ThreadWorkers(1))
                let index = QueryIndex(RecordTable(people.map(\.record)))
                return try [(rows.count + 1, 1), (1, 4), (2, 3), (7, 2), (rows.count, 2)].map { size, threads in
                    let scan = try session.scanReference(reference, for: index, ThreadWorkers(threads), partSize: size)
                    return (
                        size: scan.size, decisions: Linker().decide(index, scan, leavingOut: people.map { _ in [] })
                    )
                }
            }
            let found = scans[0].decisions.compactMap(\.reference)
            #expect(Set(found) == ["P1", "P2", "P3"])
            for scan in scans {
                #expect(scan.size == rows.count)
                #expect(scan.decisions == scans[0].decisions)
            }
        }
    }

    @Test func `is refused where a newer program packed it anew, and where a record is torn`() async throws {
        try await Clinic.with { clinic in
            try await clinic.enrol(.ada, reference: "W1")
            for (index, change) in ["match_version = match_version + 1", "match_record = substr(match_record, 2)"]
                .enumerated()
            {
                try await clinic.loadReference(Made.ada.row(1), Made.ben.row(2 + index))
                try await clinic.test.script("UPDATE reference_patient SET \(change)")
                await #expect(throws: Refusal.self) { try await clinic.reconcile() }
            }
            let numbers = try await clinic.numbers()
            #expect(numbers.isEmpty)
        }
    }

    @Test func `a key that too many share leads nowhere, from the ninth on or the five thousand and first`()
        async throws
    {
        try await Clinic.with { clinic in
            // Namesakes, whose only common key is that of their two names.
            let rows = (1...9).map { Made(given: "Maria", family: "Lopez", born: "19\(50 + $0)-0\($0)-1\($0)").row($0) }
            _ = try await clinic.loadReference(lines: [Clinic.header] + rows.prefix(8))
            let record = Normaliser.normalise(LinkageRecord(id: "x", givenNames: "Maria", familyName: "Lopez"))
            let rare = record.blockingKeys.map { Int64(bitPattern: $0) }.filter { $0 & 1 == 1 }
            #expect(!rare.isEmpty)
            let found = try await clinic.candidates(rare)
            #expect(found == 8)
            _ = try await clinic.loadReference(lines: [Clinic.header] + rows)
            let none = try await clinic.candidates(rare)
            #expect(none == 0)
        }
    }

    @Test func `looks people up by as large blocks as the matcher compares`() async throws {
        try await Clinic.with { clinic in
            for key in (0..<64).map({ UInt64.random(in: .min ... .max) ^ UInt64($0 & 1) }) {
                let largest = try await clinic.texts(
                    "SELECT largest_block(\(Int64(bitPattern: key)))::text AS text")
                #expect(largest == [String(NormalisedRecord.largestBlock(ofKey: key))])
            }
        }
    }

    @Test func `two new workers who are traced to one patient are a steward's, and nobody gets the number`()
        async throws
    {
        try await Clinic.with { clinic in
            let header = "ref_id,nhs_number,given_name,surname,dob,sex,address_line1,postcode,phone,email"
            try await clinic.loadReference(
                "P1,\(Made.number(1)),Ada,Okafor,1985-07-14,F,7 Mill Lane,LS1 4AP,07700900001,ada@home.example",
                header: header)
            let staff = try EnrolmentFile(
                csv: Array(
                    """
                    reference,first name,surname,dob,sex,address,postcode,phone,email
                    W1,Ada,Okafor,1985-07-14,F,7 Mill Lane,LS1 4AP,,
                    W2,Ada,Okafor,1985-07-14,F,,,07700900001,
                    """.utf8))
            _ = try await clinic.runner().run(EnrolFile(staff), as: clinic.members.manager)
            let numbers = try await clinic.numbers()
            let conflicts = try await clinic.texts(
                "SELECT conflict AS text FROM review WHERE closed_at IS NULL AND kind = 'conflict'")
            #expect(numbers.isEmpty)
            #expect(conflicts == ["number_shared", "number_shared"])
        }
    }
}

extension Clinic {
    fileprivate func candidates(_ keys: [Int64]) async throws -> Int {
        try await test.database.read(.acting(as: members.manager)) { session in
            try session.referenceCandidates(sharing: keys).count
        }
    }
}

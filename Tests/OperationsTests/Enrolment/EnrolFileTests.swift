import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private func file(_ lines: String...) throws -> EnrolmentFile {
    try EnrolmentFile(csv: Array(lines.joined(separator: "\n").utf8))
}

@Suite struct `enrolling a file` {
    @Test func `understands the headings that employers write`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let staff = try file(
                "Payroll Number;SURNAME;First name;D.O.B.;Favourite colour", "7;Garcia;Maria;1985-07-14;green",
                "8;Okafor;Chidi;1990-01-01;blue")
            let outcome = try await test.runner().run(EnrolFile(staff), as: members.manager)
            #expect(outcome.rows.map(\.result) == [.enrolled, .enrolled])
            #expect(Set(outcome.rows.map(\.temporaryID)).count == 2)
        }
    }

    @Test func `shows every problem of every row at once`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let staff = try file(
                "surname,first name,dob,employer ods", "Garcia,Maria,1985-07-14,", ",,1985-07-14,",
                "Okafor,Chidi,03/04/1985,",
                "Silva,Ana,1985-01-02,VM0BB", "Kaur\u{202E},Simran,1985-01-02,")
            let outcome = try await test.runner().run(EnrolFile(staff), as: members.manager)
            #expect(outcome.rows.map(\.result) == [.enrolled, .refused, .refused, .refused, .refused])
            #expect(
                outcome.rows.map { $0.problems.map(\.field) } == [
                    [], ["family_name"], ["birth_date"], ["employer"], ["family_name"],
                ])
        }
    }

    @Test func `takes nothing when it has to take all and one row is refused`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let staff = try file("surname,dob", "Garcia,1985-07-14", "Silva,never")
            var options = EnrolFile.Options()
            options.allOrNothing = true
            let outcome = try await test.runner().run(EnrolFile(staff, options: options), as: members.manager)
            #expect(outcome.upload == nil)
            #expect(try await people(test) == 0)
        }
    }

    @Test func `writes nothing for a preview`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            var options = EnrolFile.Options()
            options.isPreview = true
            options.createsEmployers = true
            let staff = try file("surname,dob,ods", "Garcia,1985-07-14,NEW01")
            let outcome = try await test.runner().run(EnrolFile(staff, options: options), as: members.administrator)
            #expect(outcome.rows.map(\.result) == [.enrolled])
            #expect(try await people(test) == 0)
            let known = try await test.database.read(.acting(as: members.administrator)) { session in
                try session.organisations([ODSCode(parsing: "NEW01")]).count
            }
            #expect(known == 0)
        }
    }

    @Test func `gives the same IDs for the same file`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let staff = try file("surname,dob", "Garcia,1985-07-14", "Silva,1985-01-02", "Silva,bad date")
            let first = try await test.runner().run(EnrolFile(staff), as: members.manager)
            let again = try await test.runner().run(EnrolFile(staff), as: members.manager)
            #expect(again.isRepeat && again.upload == first.upload)
            #expect(again.rows.map(\.temporaryID) == first.rows.map(\.temporaryID))
            #expect(again.rows.map(\.problems) == first.rows.map(\.problems))
            #expect(try await people(test) == 2)
        }
    }

    @Test func `gives the same IDs for a corrected file with the same references`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let first = try await test.runner().run(
                EnrolFile(file("reference,surname,dob", "1,Garcia,1985-07-14", "2,Silva,bad")), as: members.manager)
            let second = try await test.runner().run(
                EnrolFile(file("reference,surname,dob", "1,Garcia,1985-07-14", "2,Silva,1985-01-02")),
                as: members.manager)
            #expect(second.rows.map(\.result) == [.alreadyEnrolled, .enrolled])
            #expect(second.rows[0].temporaryID == first.rows[0].temporaryID)
        }
    }

    @Test func `finds one person twice in a file and one reference for two people`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let staff = try file(
                "reference,surname,given names,dob,phone,email", "1,Garcia,Maria,1985-07-14,07700900123,m@home.example",
                "2,Garcia,Maria,1985-07-14,07700900123,m@home.example", "1,Silva,Ana,1990-02-02,,")
            let outcome = try await test.runner().run(EnrolFile(staff), as: members.manager)
            #expect(outcome.rows.map(\.result) == [.enrolled, .knownPerson, .refused])
            #expect(outcome.rows[0].temporaryID == outcome.rows[1].temporaryID)
            #expect(outcome.rows[2].problems.map(\.code) == ["reference_used_twice"])
        }
    }

    @Test func `is undone whole, and its IDs still resolve as revoked`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let staff = try file("surname,dob", "Garcia,1985-07-14", "Silva,1985-01-02")
            let first = try await test.runner().run(EnrolFile(staff), as: members.manager)
            let upload = try #require(first.upload)
            let undone = try await test.runner().run(UndoUpload(upload), as: members.manager)
            #expect(undone.people == 2 && undone.kept == 0)
            #expect(try await states(test) == ["revoked", "revoked"])
            let again = try await test.runner().run(EnrolFile(staff), as: members.manager)
            #expect(again.upload != upload)
            #expect(Set(again.rows.map(\.temporaryID)).isDisjoint(with: first.rows.map(\.temporaryID)))
        }
    }

    @Test func `keeps a person whom another employer relies on when it is undone`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let staff = try file(
                "surname,given names,dob,phone,email", "Garcia,Maria,1985-07-14,07700900123,m@home.example")
            let first = try await test.runner().run(EnrolFile(staff), as: members.manager)
            let second = try await test.runner().run(EnrolFile(staff), as: members.otherManager)
            #expect(second.rows[0].temporaryID == first.rows[0].temporaryID)
            let undone = try await test.runner().run(UndoUpload(try #require(first.upload)), as: members.manager)
            #expect(undone.people == 0 && undone.kept == 1)
            #expect(try await states(test) == ["issued"])
        }
    }

    @Test func `cannot be undone after a day or by another employer`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let first = try await test.runner().run(
                EnrolFile(file("surname,dob", "Garcia,1985-07-14")), as: members.manager)
            let upload = try #require(first.upload)
            let late = await #expect(throws: Refusal.self) {
                try await test.runner(now: Date(timeIntervalSinceNow: 25 * 3_600)).run(
                    UndoUpload(upload), as: members.manager)
            }
            #expect(late?.code == .conflict)
            let foreign = await #expect(throws: Refusal.self) {
                try await test.runner().run(UndoUpload(upload), as: members.otherManager)
            }
            #expect(foreign?.code == .notFound)
        }
    }

    @Test func `adds unknown employers only where an administrator asks for it`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let staff = try file("surname,dob,ods", "Garcia,1985-07-14,NEW01", "Silva,1985-01-02,NEW01")
            let strict = try await test.runner().run(EnrolFile(staff), as: members.administrator)
            #expect(strict.rows.map(\.result) == [.refused, .refused])
            var options = EnrolFile.Options()
            options.createsEmployers = true
            let open = try await test.runner().run(EnrolFile(staff, options: options), as: members.administrator)
            #expect(open.rows.map(\.result) == [.enrolled, .enrolled])
        }
    }
}

private func people(_ test: TestDatabase) async throws -> Int? {
    try await test.database.read(.preparing) { session in
        try session.first(Query(name: "test", text: "SELECT count(*) AS n FROM person")) {
            try $0.value("n", as: Int.self)
        }
    }
}

private func states(_ test: TestDatabase) async throws -> [String] {
    try await test.database.read(.preparing) { session in
        try session.all(Query(name: "test", text: "SELECT state FROM identifier")) { try $0.value("state") }
    }
}

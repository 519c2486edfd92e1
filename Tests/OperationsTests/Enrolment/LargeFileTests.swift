import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private let rowCount = 1_200

/// A name of letters alone: the matcher looks at nothing else.
private func surname(_ number: Int) -> String {
    "Worker" + String(number, radix: 26).compactMap { Int(String($0), radix: 26) }.map { letters[$0] }.joined()
}

/// Everybody has one of their own, so that nobody looks like anybody else.
private func birthDate(_ number: Int) -> String {
    "\(1960 + number % 40)-\(["01", "02", "03", "04", "05", "06"][number / 40 % 6])-1\(number / 240)"
}

private let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)

/// A file with a bad row, a row sent twice and one reference for two people among many good ones.
private func staff() throws -> EnrolmentFile {
    var lines = ["reference,surname,given names,dob"]
    for number in 0..<rowCount {
        lines.append("R\(number),\(surname(number)),Given,\(birthDate(number))")
    }
    lines[700] = "R699,Bad,Row,never"
    lines[1_100] = lines[10]
    lines[1_101] = "R12,Somebody,Else,1990-02-02"
    return try EnrolmentFile(csv: Array(lines.joined(separator: "\n").utf8))
}

/// A file that is written by two transactions although it is not large.
private func halved() throws -> EnrolFile {
    var operation = EnrolFile(try staff())
    operation.worthSecondHand = 2
    return operation
}

private let countOfEverything = """
    SELECT concat_ws(' ',
        (SELECT count(*) FROM person), (SELECT count(*) FROM person_details), (SELECT count(*) FROM identifier),
        (SELECT count(*) FROM employment), (SELECT count(*) FROM registration_case),
        (SELECT count(*) FROM registration_case_version), (SELECT count(DISTINCT person_id) FROM person_key),
        (SELECT count(*) FROM audit_entry WHERE action = 'enrol_worker')) AS text
    """
private let people = rowCount - 3
private let everythingOnce = Array(repeating: "\(people)", count: 8).joined(separator: " ")

@Suite struct `a file that two transactions write` {
    @Test func `is there once, row by row as one transaction writes it`() async throws {
        let single = try await outcomes(of: EnrolFile(try staff()))
        let double = try await outcomes(of: try halved())
        #expect(single.map(\.result) == double.map(\.result))
        #expect(double[699].result == .refused && double[699].problems.map(\.field) == ["birth_date"])
        #expect(double[1_099].result == .alreadyEnrolled && double[1_099].temporaryID == double[9].temporaryID)
        #expect(double[1_100].problems.map(\.code) == ["reference_used_twice"])
        #expect(Set(double.compactMap(\.temporaryID)).count == people)
    }

    private func outcomes(of operation: EnrolFile) async throws -> [EnrolmentOutcome] {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let outcome = try await test.runner().run(operation, as: members.manager)
            let counts = try await test.texts(countOfEverything)
            #expect(counts == [everythingOnce])
            let transactions = try await test.texts("SELECT count(DISTINCT created_at)::text AS text FROM person")
            #expect(transactions == [operation.worthSecondHand == 2 ? "2" : "1"])
            let rows = try await test.texts("SELECT count(DISTINCT row_number)::text AS text FROM upload_row")
            #expect(rows == ["\(rowCount)"])
            let again = try await test.runner().run(operation, as: members.manager)
            #expect(again.isRepeat && again.rows.map(\.temporaryID) == outcome.rows.map(\.temporaryID))
            return outcome.rows
        }
    }

    @Test func `is undone whole`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let outcome = try await test.runner().run(try halved(), as: members.manager)
            let undone = try await test.runner().run(
                UndoUpload(try #require(outcome.upload)), as: members.manager)
            #expect(undone.people == people && undone.kept == 0)
            let live = try await test.texts(
                "SELECT count(*)::text AS text FROM employment WHERE withdrawn_at IS NULL")
            #expect(live == ["0"])
        }
    }

    @Test func `is taken back and written anew where the process died between the two commits`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let first = try await test.runner().run(try halved(), as: members.manager)
            // What the death leaves: half of the rows, and an upload that is not finished.
            try await test.database.write(.preparing) { session in
                try session.executeScript(
                    """
                    DELETE FROM upload_row WHERE row_number % 2 = 0;
                    UPDATE upload SET finished_at = NULL;
                    """)
            }
            let listed = try await test.runner().run(ListUploads(), as: members.manager)
            #expect(listed.isEmpty)
            let second = try await test.runner().run(try halved(), as: members.manager)
            #expect(!second.isRepeat && second.upload != first.upload)
            let states = try await test.texts(
                """
                SELECT concat_ws(' ', count(*) FILTER (WHERE undone_at IS NOT NULL),
                                 count(*) FILTER (WHERE undone_at IS NULL AND finished_at IS NOT NULL)) AS text
                FROM upload
                """)
            #expect(states == ["1 1"])
            let revoked = try await test.texts(
                "SELECT count(*)::text AS text FROM identifier WHERE state = 'revoked'")
            let entries = try await test.texts(
                "SELECT count(*)::text AS text FROM audit_entry WHERE action = 'undo_enrolment'")
            #expect(revoked == entries && revoked != ["0"])
        }
    }

    @Test func `may name employers that nobody knows yet`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let lines = [
                "surname,dob,ods", "Garcia,1985-07-14,NEW01", "Silva,1985-01-02,NEW01", "Okoro,1990-02-02,NEW02",
            ]
            let file = try EnrolmentFile(csv: Array(lines.joined(separator: "\n").utf8))
            var options = EnrolFile.Options()
            options.createsEmployers = true
            var operation = EnrolFile(file, options: options)
            operation.worthSecondHand = 1
            let outcome = try await test.runner().run(operation, as: members.administrator)
            #expect(outcome.rows.map(\.result) == [.enrolled, .enrolled, .enrolled])
        }
    }

    @Test func `leaves nothing where it is only tried`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let tried = try await test.runner().rehearse(try halved(), as: members.manager)
            #expect(tried.rows.count { $0.result == .enrolled } == people)
            let left = try await test.texts(
                "SELECT ((SELECT count(*) FROM person) + (SELECT count(*) FROM upload))::text AS text")
            #expect(left == ["0"])
        }
    }

    @Test("leaves nothing but an unfinished upload where one of the two fails", arguments: [50, 1_150])
    func failing(worker: Int) async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            try await test.database.write(.preparing) { session in
                try session.executeScript(
                    """
                    ALTER TABLE person_details
                    ADD CONSTRAINT one_name_is_refused CHECK (family_name <> '\(surname(worker))')
                    """)
            }
            let failure = await #expect(throws: PostgresError.self) {
                try await test.runner().run(try halved(), as: members.manager)
            }
            #expect(failure?.constraint == "one_name_is_refused")
            let left = try await test.texts(
                """
                SELECT concat_ws(' ', (SELECT count(*) FROM person), (SELECT count(*) FROM upload_row),
                                 (SELECT count(*) FROM upload WHERE finished_at IS NULL)) AS text
                """)
            #expect(left == ["0 0 1"])
        }
    }
}

@Suite struct `rows of enrolments` {
    @Test func `are refused by the database for an employer that is not the actor's`() async throws {
        try await TestDatabase.with { test in
            let members = try await Members.make(in: test)
            let person = PersonID()
            let employment = NewEmployment(
                person: person, id: EmploymentID(), employer: members.otherEmployer.id, employerReference: nil,
                jobRole: "", cohort: PriorityCohort(defaultFor: .careHome), startedOn: nil)
            let record = EnrolmentRecord(
                row: 1, result: "enrolled", problems: "[]", person: person, employmentID: employment.employmentId,
                employment: employment, newPerson: nil)
            for member in [members.manager, members.registrar, members.vaccinator, members.steward] {
                let refused = await #expect(throws: PostgresError.self) {
                    try await test.database.write(.acting(as: member)) { try $0.enrol([record]) }
                }
                #expect(refused?.sqlState?.code == "42501", "\(member.role.rawValue)")
            }
        }
    }

    @Test func `keep every character of what was entered`() async throws {
        try await TestDatabase.with { test in
            let texts = ["", "O'Brien", "नेहा", "tab\tand\nline", "back\\slash", "\"quoted\"", "NULL", "(a,b)", "{c}"]
            let back = try await test.database.read(.preparing) { session in
                let query = Query(
                    name: "test", text: "SELECT job_role, title FROM unnest($1::enrolment[])")
                let rows = PostgresComposites(texts) { text in
                    [String?](repeating: nil, count: 7) + [text] + [String?](repeating: nil, count: 27)
                }
                return try session.all(query, rows) { row in
                    (try row.value("job_role", as: String.self), try row.optional("title", as: String.self))
                }
            }
            #expect(back.map(\.0) == texts)
            #expect(back.allSatisfy { $0.1 == nil })
        }
    }
}

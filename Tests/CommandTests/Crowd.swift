import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase

/// Thousands of made-up people and the reference in which most of them are found.
enum Crowd {
    static let waiting = Query(
        name: "test",
        text: "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()) AS waits")

    /// Some share a phone, some are there twice, some reference patients have died.
    @discardableResult
    static func make(_ count: Int = 3_000, in test: TestDatabase) async throws -> [PersonID] {
        let members = try await Members.make(in: test)
        let workers = try (0..<count).map(Worker.init)
        let people = try await test.database.write(.acting(as: members.steward, timeout: .seconds(60))) { session in
            let people = workers.map { _ in PersonID() }.sorted()
            try session.addPeople(people)
            try session.add(
                zip(people, workers).map { person, worker in
                    NewEmployment(
                        person: person, id: EmploymentID(), employer: members.employer.id,
                        employerReference: worker.reference, jobRole: "", cohort: .careHomes, startedOn: nil)
                })
            try session.addDetails(
                zip(people, workers).map { (id: $0, version: 1, details: $1.details) }, reason: "enrolled")
            try session.open(
                people.map { NewCase(person: $0, employer: members.employer.id, state: .enrolled, dueOn: nil) })
            return people
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "crowd-\(UUID().uuidString).csv")
        let rows =
            ["ref_id,nhs_number,given_name,family_name,date_of_birth,phone,gp_practice,deceased"]
            + zip(workers, numbers(count)).map { $0.row(number: $1) }
        try Data(rows.joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try await test.runner().run(LoadReference(file, acceptsTestNumbers: true), as: members.steward)
        return people
    }

    /// What a run leaves, by the employer's references, without times and random ids.
    static func state(of test: TestDatabase) async throws -> [String] {
        try await test.texts(
            """
            SELECT concat_ws(' ', e.employer_reference, (
                SELECT string_agg(i.value, ',') FROM identifier AS i WHERE i.person_id IN (SELECT person_group(e.person_id))
            ), (
                SELECT string_agg(v.state, ',' ORDER BY v.version) FROM registration_case_version AS v
                WHERE v.person_id = e.person_id
            ), (
                SELECT string_agg(t.outcome, ',') FROM trace AS t WHERE t.person_id = e.person_id
            ), (
                SELECT string_agg(r.kind, ',' ORDER BY r.kind) FROM review AS r WHERE r.person_id = e.person_id
            ), (
                SELECT count(*) FROM audit_entry AS a WHERE a.person_id = e.person_id AND a.action = 'reconcile_people'
            ), golden_person(e.person_id) = e.person_id) AS text
            FROM employment AS e ORDER BY e.employer_reference
            """)
            + test.texts(
                "SELECT concat_ws(' ', traced, numbered, merged, reviews) AS text FROM reconcile_run ORDER BY started_at"
            )
    }

    /// A file in which the national service answers every question with the patient of the reference.
    static func answers(in test: TestDatabase) async throws -> String {
        let rows = try await test.texts(
            """
            SELECT concat_ws(',', r.reference, '', d.family_name, d.given_names, to_char(d.birth_date, 'YYYYMMDD'), 'B86001',
                             d.phone, '00', p.nhs_number, '3', '100') AS text
            FROM trace_batch_row AS r
            JOIN person_current AS d ON d.person_id = r.person_id
            JOIN reference_patient AS p ON p.family_name = d.family_name AND p.given_names = d.given_names
                AND p.record_id = (SELECT min(q.record_id) FROM reference_patient AS q
                                   WHERE q.family_name = d.family_name AND q.given_names = d.given_names)
            """)
        let header =
            "UNIQUE REFERENCE,REQ_NHS_NUMBER,FAMILY_NAME,GIVEN_NAME,DATE_OF_BIRTH,GP_PRACTICE_CODE,MOBILE_NUMBER,"
            + "ERROR/SUCCESS_CODE,MATCHED_NHS_NO,MATCHED_ALGORITHM_INDICATOR,MATCHED_CONFIDENCE_PERCENTAGE"
        return ([header] + rows).joined(separator: "\r\n")
    }

    /// Valid numbers of the range for tests.
    private static func numbers(_ count: Int) -> [String] {
        var numbers: [String] = []
        // Nine bodies of ten have a check digit.
        for body in 999_000_000..<(999_000_100 + 2 * count) where numbers.count < count {
            let digits = String(body).compactMap(\.wholeNumberValue)
            let check = (11 - zip(digits, (2...10).reversed()).reduce(0) { $0 + $1.0 * $1.1 } % 11) % 11
            if check < 10 { numbers.append("\(body)\(check)") }
        }
        return numbers
    }

    private struct Worker {
        let index: Int
        let details: PersonDetails

        init(_ index: Int) throws {
            self.index = index
            // Every fiftieth is the one before, enrolled twice.
            let who = index % 50 == 49 ? index - 1 : index
            var details = PersonDetails()
            details.givenNames = "Ada" + Self.letters(who / 26)
            details.familyName = "Okafor" + Self.letters(who)
            let day = try CalendarDate(parsing: "1960-01-02").adding(days: who * 5)
            details.birthDate = BirthDate(day)
            // Every tenth shares a phone with the next one.
            details.phone = "0770" + String(1_000_000 + (who % 10 == 3 ? who + 1 : who) * 37)
            self.details = details
        }

        var reference: String { "W" + String(index + 100_000) }

        func row(number: String) -> String {
            "P\(index + 100_000),\(number),\(details.givenNames),\(details.familyName),"
                + "\(details.birthDate?.iso ?? ""),\(details.phone),B86001,\(index % 7 == 5 ? 1 : 0)"
        }

        private static func letters(_ number: Int) -> String {
            String(
                String(number, radix: 26).map {
                    Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(Int(String($0), radix: 26) ?? 0)))
                })
        }
    }
}

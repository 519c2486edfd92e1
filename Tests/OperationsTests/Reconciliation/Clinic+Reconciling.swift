import Foundation
import Linkage
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase

/// Somebody made up who is in the register, in the reference, or in both.
struct Made: Sendable {
    var given: String
    var family = "Okafor"
    var born = "1985-07-14"
    var phone = ""
    var postcode = ""
    var address = ""

    /// The same person under another reference.
    static let ada = Made(given: "Ada", phone: "07700900001")
    static let ben = Made(given: "Ben", family: "Suarez", born: "1990-03-02", phone: "07700900002")
    static let cho = Made(given: "Cho", family: "Lim", born: "1971-11-30", phone: "07700900003")

    /// A row of a reference file; the number follows from the record's.
    func row(_ record: Int, deceased: Bool = false, practice: String = "B86001") -> String {
        "P\(record),\(Made.number(record)),\(given),\(family),\(born),F,\(address),\(postcode),\(phone),\(practice),"
            + (deceased ? "1" : "0")
    }

    /// The so-manieth valid number of the range for tests.
    static func number(_ index: Int) -> String {
        var found = 0
        for body in 999_000_000...999_999_999 {
            let digits = String(body).compactMap(\.wholeNumberValue)
            let sum = zip(digits, (2...10).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
            let check = (11 - sum % 11) % 11
            guard check < 10 else { continue }
            if found == index { return "\(body)\(check)" }
            found += 1
        }
        return ""
    }
}

extension Clinic {
    /// Puts somebody into the register as an employer would.
    @discardableResult
    func enrol(_ made: Made, reference: String?, withdrawn: Bool = false) async throws -> Worker {
        var details = PersonDetails()
        (details.familyName, details.givenNames) = (made.family, made.given)
        details.birthDate = try BirthDate(parsing: made.born)
        details.sex = .female
        (details.phone, details.postcode, details.addressLine) = (made.phone, made.postcode, made.address)
        let described = details
        let worker = try await test.database.write(.acting(as: members.manager)) { session in
            var generator = SystemRandomNumberGenerator()
            let worker = Worker(person: PersonID(), id: try session.drawTemporaryIDs(1, using: &generator)[0])
            try session.addPeople([worker.person])
            try session.add([
                NewEmployment(
                    person: worker.person, id: EmploymentID(), employer: members.employer.id,
                    employerReference: reference, jobRole: "carer", cohort: .careHomes, startedOn: nil)
            ])
            try session.addDetails([(id: worker.person, version: 1, details: described)], reason: "enrolled")
            try session.open([NewIdentifier(worker.id, for: worker.person)])
            try session.open([
                NewCase(person: worker.person, employer: members.employer.id, state: .enrolled, dueOn: nil)
            ])
            return worker
        }
        if withdrawn {
            try await own("UPDATE employment SET withdrawn_at = now() WHERE person_id = $1::uuid", worker.person)
        }
        return worker
    }

    /// Loads a reference of these rows.
    @discardableResult
    func loadReference(_ rows: String..., header: String = Self.header) async throws -> LoadReference.Outcome {
        try await loadReference(lines: [header] + rows)
    }

    func loadReference(lines: [String], acceptsTestNumbers: Bool = true) async throws -> LoadReference.Outcome {
        let file = FileManager.default.temporaryDirectory.appending(path: "reference-\(UUID().uuidString).csv")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await runner().run(
            LoadReference(file, acceptsTestNumbers: acceptsTestNumbers), as: members.steward)
    }

    static let header =
        "ref_id,nhs_number,given_name,surname,dob,sex,address_line1,postcode,phone,gp_practice,deceased"

    var reconciliation: Reconcile {
        get throws { Reconcile(database: test.database, runner: try runner()) }
    }

    @discardableResult
    func reconcile() async throws -> Reconcile.Report {
        try await reconciliation.run(as: members.steward, listsFound: true)
    }

    /// The live NHS numbers, each with who holds it.
    func numbers() async throws -> [String] {
        try await texts(
            """
            SELECT value || ' ' || person_id AS text FROM identifier
            WHERE scheme = 'nhs_number' AND closed_at IS NULL ORDER BY value
            """)
    }

    /// The reviews that wait, by kind.
    func openReviews() async throws -> [String] {
        try await texts("SELECT kind AS text FROM review WHERE closed_at IS NULL ORDER BY kind, person_id")
    }
}

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

    /// As an employer would describe them.
    var details: PersonDetails {
        get throws {
            var details = PersonDetails()
            (details.familyName, details.givenNames) = (family, given)
            details.birthDate = try BirthDate(parsing: born)
            details.sex = .female
            (details.phone, details.postcode, details.addressLine) = (phone, postcode, address)
            return details
        }
    }

    /// A row of a reference file; unless it is given, the number follows from the record's.
    func row(
        _ record: Int, number: String? = nil, deceased: Bool = false, practice: String = "B86001"
    ) -> String {
        let number = number ?? Made.number(record)
        return "P\(record),\(number),\(given),\(family),\(born),F,\(address),\(postcode),\(phone),\(practice),"
            + (deceased ? "1" : "0")
    }

    /// The so-manieth valid number of the range for tests.
    static func number(_ index: Int) -> String {
        (999_000_000...999_999_999).lazy.compactMap(number(of:)).dropFirst(index).first { _ in true } ?? ""
    }

    /// Another number of the range for tests for each index below 500,000: of two bodies in a row one is valid.
    static func spacedNumber(_ index: Int) -> String {
        let body = 999_000_000 + 2 * index
        return number(of: body) ?? number(of: body + 1) ?? ""
    }

    /// The nine digits with their check digit; `nil` where it would be ten.
    private static func number(of body: Int) -> String? {
        let digits = String(body).compactMap(\.wholeNumberValue)
        let sum = zip(digits, (2...10).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
        let check = (11 - sum % 11) % 11
        return check < 10 ? "\(body)\(check)" : nil
    }
}

extension Clinic {
    /// Puts somebody into the register as an employer would.
    @discardableResult
    func enrol(_ made: Made, reference: String?, withdrawn: Bool = false) async throws -> Worker {
        let described = try made.details
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

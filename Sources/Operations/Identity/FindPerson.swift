package import OutreachCore
package import Postgres
package import Store

/// Finds somebody whose card is lost, by name and date of birth.
///
/// Every name that is given has to be there, up to case, accents and order; nothing is guessed. A search by one of the
/// two alone would list strangers.
package struct FindPerson: Operation, PersonalData {
    package static let name = "find_person"
    package static let roles: Set<Role> = [.vaccinator, .registrar, .steward, .manager]

    /// The most people that one search shows.
    package static let maximum = 10

    package let familyName: String
    package let givenNames: String
    package let birthDate: String
    package let employer: String?

    /// All as typed; `employer` is an ODS code that narrows the search.
    package init(familyName: String, givenNames: String, birthDate: String, employer: String? = nil) {
        self.familyName = familyName
        self.givenNames = givenNames
        self.birthDate = birthDate
        self.employer = employer
    }

    package struct Outcome: Encodable, Sendable {
        package let candidates: [Candidate]
        /// More people than are shown: narrow the search.
        package let isTruncated: Bool
    }

    /// One human who may be the one that is looked for.
    package struct Candidate: Encodable, Sendable, PersonalData {
        package let person: PersonSummary
        /// The ID on the card; `nil` where the person carries none any more.
        package let temporaryID: TemporaryID?
        package let employers: [EmployerName]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let wanted = try WantedPerson(familyName: familyName, givenNames: givenNames, birthDate: birthDate)
        let employer = try readEmployer()
        let found = try session.people(sharing: wanted.blockingKeys)
        let details = try session.details(of: found.map(\.person)).filter { wanted.fits($0.value) }
        let employers = try session.employers(of: Array(details.keys))
        let hits = found.filter { hit in
            details[hit.person] != nil
                && employer.map { code in employers[hit.person, default: []].contains { $0.odsCode == code } } ?? true
        }
        // A human with two linked records is one candidate, shown by the golden record where that one fits.
        let humans = Dictionary(grouping: hits, by: \.golden).values
            .map { group in group.first { $0.person == $0.golden } ?? group[0] }
            .map(\.person).sorted()
        let shown = Array(humans.prefix(Self.maximum))
        let ids = try session.temporaryIDs(of: shown)
        let candidates = try shown.compactMap { person in
            try details[person].map {
                Candidate(
                    person: try PersonSummary(person, $0), temporaryID: ids[person], employers: employers[person] ?? [])
            }
        }
        return Effect(
            Outcome(candidates: candidates, isTruncated: humans.count > shown.count),
            audit: AuditEntry(Self.name, people: shown, details: ["hits": String(humans.count)]))
    }

    private func readEmployer() throws(Refusal) -> ODSCode? {
        var reader = FieldReader()
        let code: ODSCode? = reader.read("employer", employer)
        try reader.finish()
        return code
    }
}

package import OutreachCore
import Postgres

/// Everything that a site is shown of whoever holds a temporary ID, read by one row of a batch.
package struct GroupFile: Sendable {
    package let holder: TemporaryIDHolder
    package let group: PersonGroup
    package let details: [PersonID: PersonDetails]
    /// `nil` where the group has none, or more than one: then nothing is known for certain.
    package let number: NHSNumber?
    /// Void ones left out, the earliest first.
    package let vaccinations: [Vaccination]

    /// - Returns: `nil` where nobody holds the ID.
    init?(_ answer: BatchAnswer) throws {
        let lines = try answer.all(Line.init(row:)).compactMap(\.self)
        guard let first = lines.first else { return nil }
        holder = first.holder
        group = PersonGroup(golden: first.golden, members: Set(lines.map(\.member)).sorted())
        details = Dictionary(
            lines.compactMap { line in line.details.map { (line.member, $0) } }, uniquingKeysWith: { first, _ in first }
        )
        let numbers = Set(lines.compactMap(\.number))
        number = numbers.count == 1 ? numbers.first : nil
        vaccinations = lines.compactMap(\.vaccination).sorted { ($0.givenAt, $0.id) < ($1.givenAt, $1.id) }
    }
}

/// A member of a group with one of the member's doses.
private struct Line {
    let holder: TemporaryIDHolder
    let golden: PersonID
    let member: PersonID
    let number: NHSNumber?
    /// `nil` of a card that was printed in advance and given to nobody yet.
    let details: PersonDetails?
    let vaccination: Vaccination?

    /// - Returns: `nil` where nobody holds the ID.
    init?(row: borrowing Row) throws {
        guard let person = try row.optional("holder_id", as: PersonID.self) else { return nil }
        holder = TemporaryIDHolder(
            person: person, state: try row.value("state"), successor: try row.optional("replaced_by"))
        golden = try row.value("golden_person_id")
        member = try row.value("person_id")
        number = try row.optional("nhs_number")
        let isDescribed = try row.optional("family_name", as: String.self) != nil
        details = isDescribed ? try PersonDetails(row: row) : nil
        let isVaccinated = try row.optional("vaccination_id", as: VaccinationID.self) != nil
        vaccination = isVaccinated ? try Vaccination(row: row) : nil
    }
}

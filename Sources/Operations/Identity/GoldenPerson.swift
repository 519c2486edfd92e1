package import OutreachCore
package import Postgres
package import Store

/// The record as which a group of linked people is shown: computed whenever it is asked for, never stored.
///
/// The rule of survivorship: the newest details of the golden person, taken whole. A name from one record beside a
/// birth date from another would describe nobody, and nobody could say at a site whether it is the person who stands
/// there. Where the golden person has no details yet, or none that the actor may see, the first other member that has
/// some stands in, in the order of ids.
package struct GoldenPerson: Sendable {
    package let id: PersonID
    package let details: PersonDetails
    /// Two records of the group have birth dates that cannot both be right: look again whether they are one human.
    package let birthDatesDiffer: Bool

    /// Shows the group, unless no member has details: an ID printed in advance and given to nobody yet.
    ///
    /// - Parameters:
    ///   - group: the people who are one human.
    ///   - details: the newest version of each member.
    package init?(of group: PersonGroup, details: [PersonID: PersonDetails]) {
        let inOrder = [group.golden] + group.members.filter { $0 != group.golden }
        let known = inOrder.compactMap { details[$0] }
        guard let shown = known.first else { return nil }
        id = group.golden
        self.details = shown
        let birthDates = known.compactMap(\.birthDate)
        birthDatesDiffer = birthDates.contains { one in birthDates.contains { !one.canBe($0) } }
    }
}

extension BirthDate {
    /// Whether the two can be the same day, as far as both are known.
    fileprivate func canBe(_ other: BirthDate) -> Bool {
        earliest <= other.latest && other.earliest <= latest
    }
}

extension Session {
    /// The record as which a group is shown, or `nil` where nothing is known of anybody in it.
    package func goldenPerson(of group: PersonGroup) throws -> GoldenPerson? {
        GoldenPerson(of: group, details: try details(of: group.members))
    }
}

/// A person as lists show one to staff.
package struct PersonSummary: Hashable, Encodable, Sendable, PersonalData {
    package let personID: PersonID
    /// `FAMILY, Given (Title)`.
    package let name: String
    package let birthDate: BirthDate?
    package let sex: Sex

    package init(_ id: PersonID, _ details: PersonDetails) throws {
        personID = id
        name = try details.name.listDisplay
        birthDate = details.birthDate
        sex = details.sex
    }
}

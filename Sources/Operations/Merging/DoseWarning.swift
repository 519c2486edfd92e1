internal import OutreachCore
package import Store

/// Two doses of what turned out to be one person that do not go together.
package struct DoseWarning: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// Against the same disease on the same day: most likely one dose, recorded twice.
        case sameDay = "same_day"
        /// The later one came before the interval of the earlier one was over.
        case tooSoon = "too_soon"
    }

    package let kind: Kind
    package let earlier: VaccinationID
    package let later: VaccinationID

    /// The warnings about doses of people who were not one person before.
    ///
    /// Each member comes with the golden person of the group before: doses within such a group are no news.
    static func between(_ members: [(person: PersonID, group: PersonID)], doses: [Vaccination]) -> [DoseWarning] {
        let groups = Dictionary(uniqueKeysWithValues: members.map { ($0.person, $0.group) })
        let doses = doses.sorted { ($0.dose.date, $0.id) < ($1.dose.date, $1.id) }
        return doses.indices.flatMap { later in
            doses[..<later].compactMap { earlier in
                groups[earlier.person] == groups[doses[later].person] ? nil : DoseWarning(earlier, doses[later])
            }
        }
    }

    /// The first was given before the other, or on the same day.
    private init?(_ earlier: Vaccination, _ later: Vaccination) {
        guard earlier.dose.disease == later.dose.disease else { return nil }
        if earlier.dose.date == later.dose.date {
            kind = .sameDay
        } else if later.dose.date < earlier.dose.earliestNext {
            kind = .tooSoon
        } else {
            return nil
        }
        self.earlier = earlier.id
        self.later = later.id
    }
}

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

    /// The warnings about a dose of one side and a dose of the other; those within a side are known already.
    static func between(_ left: [PersonID], _ right: [PersonID], doses: [Vaccination]) -> [DoseWarning] {
        let isLeft = Set(left)
        return doses.indices.flatMap { later in
            doses[..<later].compactMap { earlier in
                guard isLeft.contains(earlier.person) != isLeft.contains(doses[later].person) else { return nil }
                return DoseWarning(earlier, doses[later])
            }
        }
    }

    /// - Parameter earlier: given before the other, or on the same day.
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

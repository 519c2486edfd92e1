/// How each field of two records compares: the only thing that a decision is made of.
///
/// Levels run from most alike to least alike. A comparison is symmetric: swapping the records changes nothing.
public struct Comparison: Hashable, Sendable {
    public let givenName: GivenName
    public let familyName: FamilyName
    /// Whether the names agree only when one record's given and family names are exchanged.
    ///
    /// The name levels then describe the exchanged names.
    public let namesAreSwapped: Bool
    public let middleName: Agreement
    public let birthDate: BirthDate
    public let sex: Agreement
    public let address: Address
    public let phone: Contact
    public let email: Contact
    public let nhsNumber: Agreement

    public enum GivenName: Int, Hashable, Sendable, CaseIterable {
        /// The first given names are the same.
        case exact
        /// One record's first given name is another given or middle name of the other.
        case anotherToken
        /// A pet form or a spelling of the same name: Bill and William.
        case variant
        /// One letter typed wrongly, or Jaro-Winkler from 0.92.
        case close
        /// Jaro-Winkler from 0.85.
        case similar
        /// One of the two is only the other's initial.
        case initial
        case different
        case missing
    }

    public enum FamilyName: Int, Hashable, Sendable, CaseIterable {
        case exact
        /// One record's family name is a previous one of the other.
        case previous
        /// One record's family name is part of the other's double name.
        case part
        /// One letter typed wrongly, or Jaro-Winkler from 0.92.
        case close
        /// Jaro-Winkler from 0.85.
        case similar
        case different
        case missing
    }

    public enum BirthDate: Int, Hashable, Sendable, CaseIterable {
        case exact
        /// The same 1 January: often "only the year is known".
        case exactFirstOfJanuary
        /// Day and month are exchanged.
        case swapped
        /// The year, the month or the day differs and the other two agree.
        case onePartDiffers
        /// As far as both are known they agree, and one is known only in part.
        case partial
        case different
        case missing
    }

    public enum Address: Int, Hashable, Sendable, CaseIterable {
        case postcodeAndHouse
        case postcode
        /// One record's postcode is the other's previous one.
        case previousPostcode
        /// The same house number, and postcodes one edit apart.
        case houseAndClosePostcode
        /// The same part of the postcode before the space.
        case district
        case different
        case missing
    }

    public enum Contact: Int, Hashable, Sendable, CaseIterable {
        case same
        /// One symbol inserted, left out, replaced, or two neighbours exchanged.
        case oneEdit
        case different
        case missing
    }

    public enum Agreement: Int, Hashable, Sendable, CaseIterable {
        case same
        case different
        case missing
    }
}

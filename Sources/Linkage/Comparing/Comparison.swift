/// How each field of two records compares: the only thing that a decision is made of.
///
/// Levels run from most alike to least alike. A comparison is symmetric: swapping the records changes nothing.
public struct Comparison: Hashable, Sendable {
    public let givenName: GivenName
    public let familyName: FamilyName
    public let middleName: MiddleName
    public let birthDate: BirthDate
    public let sex: Agreement
    public let address: Address
    public let phone: Contact
    public let email: Contact
    public let nhsNumber: Agreement
    /// The country of birth.
    public let country: Agreement

    public enum GivenName: UInt8, Hashable, Sendable, CaseIterable {
        /// The first given names are the same.
        case exact
        /// One record's first given name is another given or middle name of the other.
        case anotherToken
        /// A pet form or a spelling of the same name: Bill and William.
        case variant
        /// One letter typed wrongly, or Jaro-Winkler from 0.92.
        case close
        /// Given and family names agree when one record's are exchanged; the family name then says nothing more.
        case swapped
        /// Jaro-Winkler from 0.85.
        case similar
        /// One of the two is only the other's initial.
        case initial
        /// Jaro-Winkler from 0.7.
        case distant
        case different
        case missing
    }

    public enum FamilyName: UInt8, Hashable, Sendable, CaseIterable {
        case exact
        /// One record's family name is a previous one of the other.
        case previous
        /// One record's family name is part of the other's double name, or a part of both.
        case part
        /// One letter typed wrongly, or Jaro-Winkler from 0.92.
        case close
        /// Jaro-Winkler from 0.85.
        case similar
        /// Jaro-Winkler from 0.7.
        case distant
        /// Another name, of which neither record knows that it belongs to a man: women marry into another name.
        case differentOfWoman
        case different
        case missing
    }

    public enum MiddleName: UInt8, Hashable, Sendable, CaseIterable {
        case same
        /// An initial, and a name that begins with it.
        case initial
        case different
        case missing
    }

    public enum BirthDate: UInt8, Hashable, Sendable, CaseIterable {
        case exact
        /// The same 1 January: often "only the year is known".
        case exactFirstOfJanuary
        /// Day and month are exchanged.
        case swapped
        /// The same year, and one of the two is a 1 January: "only the year is known".
        case yearWithFirstOfJanuary
        /// One digit differs, or two neighbouring digits are exchanged.
        case oneDigitDiffers
        /// The year, the month or the day differs, by more than a digit, and the other two agree.
        case onePartDiffers
        case different
        /// As far as both are known they agree, and one is known only in part: weighs nothing.
        case partial
        case missing
    }

    public enum Address: UInt8, Hashable, Sendable, CaseIterable {
        case postcodeAndHouse
        /// The same house in a street of the same name; the postcodes differ or are not known.
        case streetAndHouse
        /// The same postcode, or one that the other record had before, without the same house.
        case postcode
        /// The same house number, and postcodes one edit apart.
        case houseAndClosePostcode
        /// A street of the same name in the same town or district, another house.
        case street
        /// The same part of the postcode before the space.
        case district
        /// The same town, or the same letters at the beginning of the postcode.
        case area
        case different
        case missing
    }

    public enum Contact: UInt8, Hashable, Sendable, CaseIterable {
        case same
        /// One symbol inserted, left out, replaced, or two neighbours exchanged.
        case oneEdit
        case different
        case missing
    }

    public enum Agreement: UInt8, Hashable, Sendable, CaseIterable {
        case same
        case different
        case missing
    }
}

extension Comparison.GivenName: Comparable {
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

extension Comparison.FamilyName: Comparable {
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

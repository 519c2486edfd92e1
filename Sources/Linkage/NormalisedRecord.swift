/// A record in the one form in which records are compared; see ``Normaliser``.
///
/// Its fields are made to be stored as columns beside the raw ones, so that a reference is normalised once.
public struct NormalisedRecord: Hashable, Sendable {
    public let id: String
    /// The tokens of the given names, lower-case Latin letters: `["mary", "anne"]`.
    public let givenNames: [String]
    /// The tokens of the middle names; an initial is a token of one letter.
    public let middleNames: [String]
    /// The family name with its particles and parts joined: `delacruz`; empty for a mononym.
    public let familyName: String
    /// The parts of a family name of several words, three letters or longer; empty where it is one word.
    public let familyNameParts: [String]
    /// Previous family names, each joined like ``familyName``.
    public let previousFamilyNames: [String]
    public let birthDate: LinkageRecord.BirthDate?
    public let sex: LinkageRecord.Sex?
    /// The number tokens of the address line in their order, so that the last one is the house: `["14", "117a"]`.
    public let houseNumbers: [String]
    /// Upper case, without space, look-alikes mended; empty where it cannot be a postcode.
    public let postcode: String
    public let previousPostcode: String
    /// The last ten digits; empty where there are fewer, or where they are plainly made up.
    public let phone: String
    /// Lower case; empty where there is no `@`.
    public let email: String
    /// Ten digits; empty where the text holds another count of digits.
    public let nhsNumber: String
    public let status: LinkageRecord.Status

    /// Whether the birth date is a 1 January, which stands for "not known" in many countries' papers.
    public var isBornOnFirstOfJanuary: Bool {
        birthDate?.month == 1 && birthDate?.day == 1
    }
}

extension NormalisedRecord: RedactedDescription {}

/// What one source says about one person, as people wrote it.
///
/// Every text field is empty where nothing was written. Nothing here is checked or folded: that is the work of
/// ``Normaliser``, the same for every source.
public struct LinkageRecord: Sendable {
    /// The caller's key of the record, unique within a list.
    ///
    /// It breaks ties, so it should not depend on the order of a file. Keys of up to 15 bytes cost no allocation.
    public var id: String
    public var givenNames: String
    public var middleNames: String
    public var familyName: String
    /// Names before a marriage, a deed poll or a divorce, latest first.
    public var previousFamilyNames: [String]
    public var birthDate: BirthDate?
    public var sex: Sex?
    public var addressLine: String
    public var town: String
    public var postcode: String
    public var previousPostcode: String
    public var phone: String
    public var email: String
    /// The NHS number that the record holds or claims, with or without spaces.
    public var nhsNumber: String
    /// Two letters of ISO 3166.
    public var countryOfBirth: String
    public var status: Status

    public init(
        id: String,
        givenNames: String = "",
        middleNames: String = "",
        familyName: String = "",
        previousFamilyNames: [String] = [],
        birthDate: BirthDate? = nil,
        sex: Sex? = nil,
        addressLine: String = "",
        town: String = "",
        postcode: String = "",
        previousPostcode: String = "",
        phone: String = "",
        email: String = "",
        nhsNumber: String = "",
        countryOfBirth: String = "",
        status: Status = []
    ) {
        self.id = id
        self.givenNames = givenNames
        self.middleNames = middleNames
        self.familyName = familyName
        self.previousFamilyNames = previousFamilyNames
        self.birthDate = birthDate
        self.sex = sex
        self.addressLine = addressLine
        self.town = town
        self.postcode = postcode
        self.previousPostcode = previousPostcode
        self.phone = phone
        self.email = email
        self.nhsNumber = nhsNumber
        self.countryOfBirth = countryOfBirth
        self.status = status
    }
}

extension LinkageRecord {
    /// A calendar date without a zone, of which only the year may be known.
    public struct BirthDate: Hashable, Sendable {
        public var year: Int
        /// 1 to 12, or `nil` where only the year is known.
        public var month: Int?
        /// 1 to 31, or `nil` where only the year, or year and month, are known.
        public var day: Int?

        public init(year: Int, month: Int? = nil, day: Int? = nil) {
            self.year = year
            self.month = month
            self.day = month == nil ? nil : day
        }
    }

    /// The sex that a source recorded.
    ///
    /// Where it says anything else, or nothing, the field is `nil` and weighs nothing.
    public enum Sex: String, Hashable, Sendable {
        case female
        case male
    }

    /// What forbids that a record is merged without a person looking at it.
    public struct Status: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        public static let deceased = Status(rawValue: 1 << 0)
        /// The record's number was replaced by another one.
        public static let superseded = Status(rawValue: 1 << 1)
        /// The person's details are withheld (the "S" flag of PDS).
        public static let confidential = Status(rawValue: 1 << 2)
    }
}

extension LinkageRecord: RedactedDescription {}
extension LinkageRecord.BirthDate: RedactedDescription {}

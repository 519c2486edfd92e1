/// Where the parts of a packed record lie: fixed fields, then the lengths of the texts, then the texts.
///
/// Numbers are little-endian. Packed records are stored, so a change here is a new ``Normaliser/version``.
enum PackedLayout {
    /// Year × 2¹⁴ + month × 2⁷ + day; 0 where the date, 0 in the parts that are not known.
    ///
    /// Month and day are as written, up to 99: a slip of the pen is compared, too.
    static let birthDate = 0
    /// 0 unknown, 1 female, 2 male.
    static let sex = 4
    static let status = 5
    /// The two letters of ISO 3166, lower case; 0 unknown.
    static let country = 6
    /// The last ten digits as a number; 0 unknown.
    static let phone = 8
    static let nhsNumber = 16
    /// Up to eight letters and digits, the first in the lowest byte.
    static let postcode = 24
    static let previousPostcode = 32
    /// The last number of the address line, which is the house: up to eight letters and digits.
    static let house = 40
    /// The first number of the address line where there are several: the flat.
    static let flat = 48
    /// Hash of the town's letters; 0 unknown.
    static let town = 56
    static let lengths = 64
    static let texts = lengths + Slot.count

    /// The texts in their order.
    enum Slot {
        static let given = 0..<4
        static let middle = 4..<7
        static let family = 7
        static let familyPart = 8..<11
        static let previousFamily = 11..<13
        static let email = 13
        static let street = 14
        static let id = 15
        static let count = 16
    }

    /// A longer text is cut: what follows in a name distinguishes nobody.
    static let longestText = 96
    static let longestID = 255
}

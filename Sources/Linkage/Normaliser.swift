/// Brings records into the one form in which they are compared.
///
/// Pure and without options, so that what was normalised years ago and stored compares with what is normalised today.
public enum Normaliser {
    /// Raised whenever the same record would come out differently: stored records of an older version are then stale.
    public static let version = 1

    public static func normalise(_ record: LinkageRecord) -> NormalisedRecord {
        let family = NameTokens.tokens(of: record.familyName)
        return NormalisedRecord(
            id: record.id,
            givenNames: withoutTitle(NameTokens.tokens(of: record.givenNames)),
            middleNames: NameTokens.tokens(of: record.middleNames),
            familyName: family.joined(),
            familyNameParts: family.count > 1 ? family.filter { $0.utf8.count > 2 } : [],
            previousFamilyNames: record.previousFamilyNames.map { NameTokens.tokens(of: $0).joined() }
                .filter { !$0.isEmpty },
            birthDate: record.birthDate,
            sex: record.sex,
            houseNumbers: houseNumbers(of: record.addressLine),
            postcode: PostcodeText.normalise(record.postcode),
            previousPostcode: PostcodeText.normalise(record.previousPostcode),
            phone: phone(record.phone),
            email: email(record.email),
            nhsNumber: nhsNumber(record.nhsNumber),
            status: record.status)
    }

    private static func withoutTitle(_ tokens: [String]) -> [String] {
        guard let first = tokens.first, tokens.count > 1, titles.contains(first) else { return tokens }
        return Array(tokens.dropFirst())
    }

    private static let titles: Set<String> = ["mr", "mrs", "ms", "miss", "dr"]

    /// The tokens that begin with a digit: `["11", "53"]` for "Flat 11, 53 Ash St".
    private static func houseNumbers(of address: String) -> [String] {
        address.utf8.split { !isLetterOrDigit($0) }
            .filter { $0.first.map(isDigit) ?? false }
            .map { String(decoding: $0.map(lowerCased), as: UTF8.self) }
    }

    /// The last ten digits: they are the same with and without a trunk zero or a country code.
    private static func phone(_ text: String) -> String {
        let digits = text.utf8.filter(isDigit).suffix(10)
        guard digits.count == 10, Set(digits).count > 2 else { return "" }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func email(_ text: String) -> String {
        let symbols = text.utf8.filter { $0 > 0x20 }.map(lowerCased)
        guard symbols.contains(UInt8(ascii: "@")) else { return "" }
        return String(decoding: symbols, as: UTF8.self)
    }

    private static func nhsNumber(_ text: String) -> String {
        let digits = text.utf8.filter(isDigit)
        return digits.count == 10 ? String(decoding: digits, as: UTF8.self) : ""
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowerCased(byte)) || byte >= 0x80
    }

    private static func lowerCased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

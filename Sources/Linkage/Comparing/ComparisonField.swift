/// The fields of a ``Comparison``, by which a model holds its weights.
public enum ComparisonField: Int, CaseIterable, Codable, Hashable, Sendable {
    case givenName
    case familyName
    case middleName
    case birthDate
    case sex
    case address
    case phone
    case email
    case nhsNumber
    case country

    public var name: String { Self.allNames[rawValue] }

    private static let allNames = allCases.map { "\($0)" }

    init?(name: String) {
        guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }

    /// The levels from most alike to least alike; the last ones, "partial" and "missing", weigh nothing.
    public var levels: [String] { Self.levelNames[rawValue] }

    /// By field; written once, since every decision explains itself with them.
    private static let levelNames = allCases.map(\.spelledLevels)

    private var spelledLevels: [String] {
        switch self {
        case .givenName: Comparison.GivenName.allCases.map { "\($0)" }
        case .familyName: Comparison.FamilyName.allCases.map { "\($0)" }
        case .middleName: Comparison.MiddleName.allCases.map { "\($0)" }
        case .birthDate: Comparison.BirthDate.allCases.map { "\($0)" }
        case .address: Comparison.Address.allCases.map { "\($0)" }
        case .phone, .email: Comparison.Contact.allCases.map { "\($0)" }
        case .sex, .nhsNumber, .country: Comparison.Agreement.allCases.map { "\($0)" }
        }
    }

    /// The levels that are weighed: all but those that say that a field is not known, wholly or in part.
    public var weighedLevels: ArraySlice<String> { Self.weighedLevelNames[rawValue] }

    private static let weighedLevelNames = levelNames.map { levels in
        levels.prefix { $0 != "partial" && $0 != "missing" }
    }
}

extension Comparison {
    /// The index of the field's level among ``ComparisonField/levels``.
    public func level(of field: ComparisonField) -> Int {
        switch field {
        case .givenName: Int(givenName.rawValue)
        case .familyName: Int(familyName.rawValue)
        case .middleName: Int(middleName.rawValue)
        case .birthDate: Int(birthDate.rawValue)
        case .sex: Int(sex.rawValue)
        case .address: Int(address.rawValue)
        case .phone: Int(phone.rawValue)
        case .email: Int(email.rawValue)
        case .nhsNumber: Int(nhsNumber.rawValue)
        case .country: Int(country.rawValue)
        }
    }
}

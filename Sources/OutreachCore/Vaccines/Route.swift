/// How a vaccine is given.
public enum Route: String, Hashable, Codable, Sendable, CaseIterable {
    case intramuscular
    case subcutaneous
    case nasal

    /// The route in SNOMED CT.
    public var code: SNOMEDCode {
        switch self {
        case .intramuscular: SNOMEDCode(known: "78421000")
        case .subcutaneous: SNOMEDCode(known: "34206005")
        case .nasal: SNOMEDCode(known: "46713006")
        }
    }

    /// The name that pages show.
    public var name: String {
        switch self {
        case .intramuscular: "Intramuscular"
        case .subcutaneous: "Subcutaneous"
        case .nasal: "Nasal"
        }
    }
}

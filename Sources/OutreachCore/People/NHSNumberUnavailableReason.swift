/// Why a person has no NHS number.
///
/// Source: HL7 UK Core, CodeSystem *UKCore-NHSNumberUnavailableReason*, version 1.0.0.
public enum NHSNumberUnavailableReason: String, Hashable, Codable, Sendable, CaseIterable {
    /// Nobody knows of a number; the person may have one.
    case notKnown = "not_known"
    /// Recruited from abroad and not registered in the United Kingdom yet.
    case overseas
    /// Registered in Scotland or Northern Ireland, which number their patients themselves.
    case devolvedNation = "devolved_nation"

    /// The URI of the code system in FHIR.
    public static let system = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberUnavailableReason"

    /// The code in this system.
    public var ukCoreCode: String {
        switch self {
        case .notKnown: "nhs-number-not-known"
        case .overseas: "overseas-patient"
        case .devolvedNation: "devolved-nation"
        }
    }
}

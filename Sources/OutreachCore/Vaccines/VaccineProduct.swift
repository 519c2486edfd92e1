/// A vaccine as it is supplied, with the rules for giving it.
///
/// Codes are those of products (AMP), never of packs, as the England profile of Immunization asks.
/// Source of codes: NHS Immunisation FHIR API and *Manage vaccinations in schools*.
public struct VaccineProduct: Hashable, Sendable {
    /// The product in SNOMED CT and the NHS dictionary of medicines and devices.
    public let code: SNOMEDCode

    /// The name that staff know it by.
    public let name: String

    public let manufacturer: String

    public let disease: Disease

    /// The least number of days from this dose to the next one against the same disease.
    ///
    /// It is a floor for safety and not the schedule of a programme, which is longer. After the Green Book, chapters
    /// 14a and 19, and for vaccines given abroad the World Health Organization; the operator's clinical lead
    /// confirms the table before each season.
    public let minimumInterval: Int

    /// What an adult is given, or `nil` where presentations differ.
    public let volume: DoseVolume?

    /// Whether it is given abroad only: it appears in what a person brings along, never in what a site gives.
    public let isOverseas: Bool

    /// The version of the rules in this table: recorded beside each check that was made by it.
    public static let rulesVersion = "2026-11"

    /// The interval for a dose whose product nobody knows, in days: the longest in the table.
    public static let intervalOfUnknownProduct = 28

    /// The procedure that giving this dose is recorded as; the first is dose 1.
    public func procedure(dose: Int) -> SNOMEDCode { disease.procedure(dose: dose) }

    /// The product with this code, or `nil` where the table has none.
    public static func product(_ code: SNOMEDCode) -> VaccineProduct? { byCode[code] }

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
}

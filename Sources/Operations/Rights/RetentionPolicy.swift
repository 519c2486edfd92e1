internal import Crypto
package import Foundation

/// What is kept how long, and why.
///
/// Health and care records: NHS Records Management Code of Practice (NHS England, 2023), appendix II. Nothing about
/// people is ever removed by the program: what has come to the end of its period is counted, and a records manager
/// appraises it, as the Code asks (section "Appraisal").
package enum RetentionPolicy {
    package struct Class: Hashable, Codable, Sendable {
        /// As the database knows it.
        package let name: String
        /// How long it is kept, in days.
        package let days: Int
        /// Whether the program removes it, or only counts it for a person to decide.
        package let isRemoved: Bool
        package let why: String

        package func cutoff(before instant: Date) -> Date { instant.addingTimeInterval(-Double(days) * 86_400) }
    }

    private static let year = 365

    package static let classes = [
        Class(
            name: "ended_credentials", days: 1, isRemoved: true,
            why: "Access tokens and used assertions open nothing once they have ended; the audit trail tells of each."),
        Class(
            name: "idempotency_keys", days: 30, isRemoved: true,
            why: "A caller repeats a request within minutes. Those of enrolments and vaccinations stay for ever."),
        Class(
            name: "retired_references", days: year, isRemoved: true,
            why: "Copies of another system's records; what a trace found in them stands with the trace."),
        Class(
            name: "people_without_dose", days: 2 * year, isRemoved: false,
            why: "Staff lists that led to no care: appraised two years after the last employment ended."),
        Class(
            name: "vaccinated_people", days: 8 * year + 2, isRemoved: false,
            why: "Adult health records: 8 years after the last care (Records Management Code, appendix II)."),
        Class(
            name: "audit_entries", days: 8 * year + 2, isRemoved: false,
            why: "Audit trails of electronic health records: as long as the record that they tell of."),
    ]

    /// Another one whenever the policy says something else.
    static var sha256: [UInt8] {
        let lines = classes.map { "\($0.name) \($0.days) \($0.isRemoved)\n" }.joined()
        return Array(SHA256.hash(data: Data(lines.utf8)))
    }
}

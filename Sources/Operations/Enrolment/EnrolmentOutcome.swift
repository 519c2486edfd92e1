package import OutreachCore
internal import Postgres
package import Store

/// What became of one worker who was to be enrolled.
package struct EnrolmentOutcome: Codable, Sendable {
    package enum Result: String, Codable, Sendable, PostgresValue {
        /// A new person with a temporary ID of their own.
        case enrolled
        /// The employer enrolled the worker before: the same ID.
        case alreadyEnrolled = "already_enrolled"
        /// The worker is known from another employer or another row: the same ID, one employment more.
        case knownPerson = "known_person"
        /// The worker has an NHS number: no temporary ID is needed.
        case alreadyRegistered = "already_registered"
        /// Not taken: the problems say why.
        case refused
    }

    package let result: Result
    package let person: PersonID?
    package let employment: EmploymentID?
    /// The ID to print on the card.
    package var temporaryID: TemporaryID?
    package let problems: [FieldProblem]
}

package import OutreachCore
package import Postgres
package import Store

/// Allows somebody to take away everything that is kept about a person, and enters that with them: a subject access
/// request (UK GDPR, article 15).
package struct ExportPerson: Operation, PersonalData {
    package static let name = "export_person"
    package static let roles: Set<Role> = [.auditor]

    package let person: PersonReference
    package let reason: String

    /// - Parameters:
    ///   - person: any record or identifier of the person.
    ///   - reason: why, in a sentence that is kept with the person.
    package init(_ person: PersonReference, reason: String) {
        self.person = person
        self.reason = reason
    }

    /// What may be taken away: by ``PersonExport``.
    package struct Outcome: Sendable {
        package let people: [PersonID]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        let people = try group(in: session)
        guard !people.isEmpty else { throw Refusal.notFound("person") }
        try session.noteSubjectAccess(to: people, reason: reason)
        return Effect(Outcome(people: people), audit: AuditEntry(Self.name, people: people))
    }

    private func group(in session: borrowing Session) throws -> [PersonID] {
        switch person {
        case .person(let id): try session.subjectGroup(id, nil, nil)
        case .temporaryID(let id): try session.subjectGroup(nil, id, nil)
        case .nhsNumber(let number): try session.subjectGroup(nil, nil, number)
        }
    }
}

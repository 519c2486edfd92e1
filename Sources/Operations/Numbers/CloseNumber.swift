package import OutreachCore
package import Postgres
package import Store

/// Takes a wrong NHS number from the person who holds it.
///
/// Messages that went out under it are asked back and held, the case goes back to where it waited for a number. The
/// number is declared not to be this person's, so that no trace brings it back.
package struct CloseNumber: RepeatableOperation, PersonalData {
    package static let name = "close_nhs_number"
    package static let roles: Set<Role> = [.steward]

    package let number: NHSNumber
    package let reason: String

    package init(_ number: NHSNumber, reason: String) {
        self.number = number
        self.reason = reason
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let person: PersonID
        /// The declaration that the number is not this person's.
        package let exclusion: ExclusionID
        /// What ``UndoNumberChange`` takes back.
        package let change: NumberChangeID
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        guard let seen = try session.person(holding: number) else { throw Refusal.notFound("NHS number") }
        let people = try session.lockComponents(of: [seen]).map(\.id)
        guard let holder = try session.person(holding: number), people.contains(holder) else {
            throw Refusal(.changedMeanwhile, "Somebody has moved this number meanwhile. Look again, then decide.")
        }
        let id = ExclusionID()
        let isNew = try session.exclude(number, from: holder, as: id, reason: reason)
        let change = NumberChange(of: holder, among: people, declaring: isNew ? id : nil)
        try ChangeUnderWay(change, reason: reason, evidence: "number closed", in: session, at: moment)
            .take(number, in: session)
        try session.closeExcludedReviews(of: people)
        return Effect(
            Outcome(person: holder, exclusion: id, change: change.id),
            audit: AuditEntry(
                Self.name, people: people, details: ["exclusion": id.description, "change": change.id.description]))
    }
}

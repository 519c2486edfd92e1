package import OutreachCore
package import Postgres
package import Store

/// Declares that two people are not the same, or that an NHS number is not a person's: twins, a namesake.
///
/// No machine joins them or asks again, and no merge is possible, until a steward withdraws it.
package struct DeclareExclusion: RepeatableOperation, PersonalData {
    package static let name = "declare_exclusion"
    package static let roles: Set<Role> = [.steward]

    /// What the person is not.
    package enum Target: Hashable, Codable, Sendable, PersonalData {
        case person(PersonReference)
        case number(NHSNumber)
    }

    package let person: PersonReference
    package let target: Target
    package let reason: String

    package init(_ person: PersonReference, isNot target: Target, reason: String) {
        self.person = person
        self.target = target
        self.reason = reason
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let exclusion: ExclusionID
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        let id = ExclusionID()
        let person = try session.person(named: person)
        let people: [PersonID]
        let isNew: Bool
        switch target {
        case .person(let reference):
            let other = try session.person(named: reference)
            people = try lockedApart(person, other, in: session)
            isNew = try session.exclude(person, other, as: id, reason: reason)
        case .number(let number):
            people = try session.lockComponents(of: [person]).map(\.id)
            let held = try session.groupNumbers(of: [person])[person] ?? []
            guard !held.contains(where: { $0.number == number }) else {
                throw refusal(of: people, "This person holds the number. Close it: outreach number close.")
            }
            isNew = try session.exclude(number, from: person, as: id, reason: reason)
        }
        guard isNew else { throw refusal(of: people, "This is declared already. Nothing was done.") }
        try session.closeExcludedReviews(of: people)
        return Effect(
            Outcome(exclusion: id),
            audit: AuditEntry(Self.name, people: people, details: ["exclusion": id.description]))
    }

    private func lockedApart(
        _ one: PersonID, _ other: PersonID, in session: borrowing Session
    ) throws -> [PersonID] {
        guard one != other else {
            throw Refusal(.invalid, "Both name the same person. Name two different people.")
        }
        let members = try session.lockComponents(of: [one, other])
        let goldens = members.filter { $0.id == one || $0.id == other }.map { $0.golden ?? $0.id }
        guard Set(goldens).count == 2 else {
            throw refusal(of: members.map(\.id), "The two are merged. Take the merge back first: outreach unmerge.")
        }
        return members.map(\.id)
    }

    private func refusal(of people: [PersonID], _ sentence: String) -> AuditedRefusal {
        AuditedRefusal(Refusal(.conflict, sentence), audit: AuditEntry(Self.name + "_refused", people: people))
    }
}

/// Withdraws a declaration: the two may be one after all.
package struct WithdrawExclusion: RepeatableOperation, PersonalData {
    package static let name = "withdraw_exclusion"
    package static let roles: Set<Role> = [.steward]

    package let exclusion: ExclusionID
    package let reason: String

    package init(_ exclusion: ExclusionID, reason: String) {
        self.exclusion = exclusion
        self.reason = reason
    }

    package enum Outcome: String, Codable, Sendable {
        case withdrawn
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        guard let seen = try session.exclusion(exclusion) else { throw Refusal.notFound("declaration") }
        let people = [seen.person] + (seen.other.map { [$0] } ?? [])
        _ = try session.lockComponents(of: people)
        guard try session.exclusion(exclusion)?.withdrawnAt == nil else {
            throw AuditedRefusal(
                Refusal(.conflict, "This declaration was withdrawn already. Nothing was done."),
                audit: AuditEntry(Self.name + "_refused", people: people))
        }
        try session.withdraw(exclusion, reason: reason)
        return Effect(
            .withdrawn,
            audit: AuditEntry(Self.name, people: people, details: ["exclusion": exclusion.description]))
    }
}

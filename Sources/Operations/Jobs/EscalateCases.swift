internal import OutreachCore
internal import Postgres
internal import Store

/// Notes which cases have stood in their step for longer than they may: each step once.
struct EscalateCases: Operation {
    static let name = "escalate_cases"
    static let roles: Set<Role> = [.steward]

    /// Cases in one transaction.
    static let pageSize = 500

    /// - Returns: how many were escalated; fewer than ``pageSize`` where none is left.
    func perform(in session: borrowing Session, by member: Membership, at moment: Moment) throws -> Effect<Int> {
        let open = RegistrationCase.State.allCases.filter(\.isOpen)
        let people = try session.escalateCases(in: open, dueBefore: moment.today, maximum: Self.pageSize)
        return Effect(people.count, audit: AuditEntry(Self.name, people: people))
    }
}

package import OutreachCore
package import Postgres
package import Store

/// The worklist: cases that the member may see, the one that is due first at the top.
package struct ListCases: Operation {
    package static let name = "list_cases"
    package static let roles: Set<Role> = [.registrar, .steward, .manager]

    package let states: [RegistrationCase.State]
    package let onlyOverdue: Bool
    package let after: CaseID?
    package let maximum: Int

    /// - Parameters:
    ///   - states: only cases in one of these; those in which somebody has to do something where there are none.
    ///   - onlyOverdue: only cases that should have moved before today.
    ///   - after: only cases that come after this one, the last of an earlier page.
    ///   - maximum: the most cases that are shown, up to 500.
    package init(
        states: [RegistrationCase.State] = [], onlyOverdue: Bool = false, after: CaseID? = nil, maximum: Int = 50
    ) {
        self.states = states
        self.onlyOverdue = onlyOverdue
        self.after = after
        self.maximum = maximum
    }

    /// A line of the worklist.
    package struct Line: Encodable, Sendable, PersonalData {
        package let caseID: CaseID
        package let person: PersonSummary?
        package let temporaryID: TemporaryID?
        package let employer: String
        package let state: RegistrationCase.State
        package let dueOn: CalendarDate?
        package let isOverdue: Bool
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[Line]> {
        let wanted = states.isEmpty ? RegistrationCase.State.allCases.filter(\.isOpen) : states
        let cases = try session.worklist(
            states: wanted, dueBefore: onlyOverdue ? moment.today : nil, after: after,
            maximum: min(max(maximum, 1), 500))
        let people = cases.map(\.person)
        let details = try session.details(of: people)
        let ids = try session.temporaryIDs(of: people)
        let lines = try cases.map { item in
            Line(
                caseID: item.id, person: try details[item.person].map { try PersonSummary(item.person, $0) },
                temporaryID: ids[item.person], employer: item.employerName, state: item.state, dueOn: item.dueOn,
                isOverdue: item.state.isOpen && item.dueOn.map { $0 < moment.today } ?? false)
        }
        return Effect(lines, audit: AuditEntry(Self.name, people: people, details: ["lines": String(lines.count)]))
    }
}

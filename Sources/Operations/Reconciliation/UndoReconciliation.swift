package import OutreachCore
package import Postgres
package import Store

/// Takes back a whole run: the numbers it gave, its merges and its reviews, as far as they still stand.
///
/// Nothing that happened since stands in the way. What was recorded meanwhile stays with the person under whom it was
/// recorded; messages that went out under a number of the run are asked back.
package struct UndoReconciliation: RepeatableOperation {
    package static let name = "undo_reconciliation"
    package static let roles: Set<Role> = [.steward]

    package let run: RunID

    package init(_ run: RunID) {
        self.run = run
    }

    package struct Outcome: Codable, Hashable, Sendable {
        /// Numbers that were taken back.
        package let numbers: Int
        package let merges: Int
        package let reviews: Int
    }

    package var timeout: Duration? { .seconds(600) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        // The row of the run is locked first, as by whoever applies it.
        guard let isUndone = try session.isUndone(run) else { throw Refusal.notFound("run") }
        guard !isUndone else { throw Refusal(.conflict, "This run was taken back already. Nothing was done.") }
        let people = try session.lockComponents(of: session.people(of: run)).map(\.id)
        let settlement = try Settlement(of: people, regrouping: people, in: session)
        let closed = try session.closeEverything(of: run, reason: "run undone")
        try session.relink(people)
        try settlement.settle(in: session, evidence: "undone run \(run)", at: moment)
        return Effect(
            Outcome(numbers: closed.numbered, merges: closed.merged, reviews: closed.reviews),
            audit: AuditEntry(Self.name, details: ["run": run.description]),
            people.isEmpty
                ? [] : [AuditEntry(Self.name + "_of_person", people: people, details: ["run": run.description])])
    }
}

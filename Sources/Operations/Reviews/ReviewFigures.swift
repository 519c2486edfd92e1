internal import Foundation
package import OutreachCore
package import Postgres
package import Store

/// How much waits in the queue, since when, and how much each steward has decided on each day.
package struct ReviewFigures: Operation {
    package static let name = "review_figures"
    package static let roles: Set<Role> = [.steward]

    /// Decisions of so many days are counted.
    package let days: Int

    package init(days: Int = 30) {
        self.days = min(max(days, 1), 366)
    }

    package struct Outcome: Encodable, Sendable {
        package let waiting: [ReviewCount]
        /// Whole days since the first of those that wait was opened; nothing where none waits.
        package let oldestDays: Int?
        package let decided: [DecisionCount]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let waiting = try session.reviewCounts(today: moment.today)
        let oldest = waiting.map(\.oldestOpenedAt).min()
        let outcome = Outcome(
            waiting: waiting, oldestDays: oldest.map { max(0, Int(moment.date.timeIntervalSince($0) / 86_400)) },
            decided: try session.decisionCounts(since: moment.date.addingTimeInterval(-86_400 * Double(days))))
        return Effect(outcome, audit: AuditEntry(Self.name))
    }
}

internal import OutreachCore
package import Postgres
package import Store

/// When people without a number are traced again.
package enum RetraceSteps {
    /// Days after the enrolment (safety.md, H2): a registration shows in a trace after days to weeks.
    package static let days = [1, 7, 30, 90]
    /// After the last step everybody is seen again so often.
    package static let period = 90
    /// Somebody who has waited for longer is an alarm.
    package static let longWait = 30
}

/// Traces those people again who are due by ``RetraceSteps``.
package struct Retrace: Sendable {
    private let database: Database
    private let reconcile: Reconcile

    package init(database: Database, reconcile: Reconcile) {
        self.database = database
        self.reconcile = reconcile
    }

    package struct Report: Sendable {
        /// Nothing where nobody was due.
        package let run: RunID?
        package let due: Int
        package let counts: RunCounts
        /// People who have waited for more than ``RetraceSteps/longWait`` days and still have no number.
        package let waitingLong: Int
    }

    /// - Throws: ``Refusal`` where somebody is due and no reference is loaded.
    package func run(as member: Membership) async throws -> Report {
        let due = Set(try await waiting(as: member).filter(\.isDue).map(\.id))
        let done = due.isEmpty ? nil : try await reconcile.run(as: member, only: due)
        let left = try await waiting(as: member)
        return Report(
            run: done?.run, due: due.count, counts: done?.counts ?? RunCounts(),
            waitingLong: left.count(where: \.waitsLong))
    }

    private func waiting(as member: Membership) async throws -> [WaitingPerson] {
        try await database.read(.acting(as: member, timeout: .seconds(300))) { session in
            try session.waitingPeople(
                steps: RetraceSteps.days, period: RetraceSteps.period, longWait: RetraceSteps.longWait)
        }
    }
}

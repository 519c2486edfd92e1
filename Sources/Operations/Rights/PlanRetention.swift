internal import Foundation
package import OutreachCore
package import Postgres
package import Store

/// Looks at what the policy of retention would remove now, and removes nothing.
package struct PlanRetention: Operation {
    package static let name = "plan_retention"
    package static let roles: Set<Role> = [.administrator]

    package init() {}

    /// Counts over whole tables.
    package var timeout: Duration? { .seconds(600) }

    /// How much of a class is past its period.
    package struct Due: Hashable, Codable, Sendable {
        package let name: String
        package let days: Int
        /// Whether the program removes it, or only counts it for a person to decide.
        package let isRemoved: Bool
        package let count: Int
        package let why: String
    }

    package struct Outcome: Hashable, Codable, Sendable {
        /// To carry it out by, within a day: ``ApplyRetention``.
        package let run: RetentionRunID
        package let due: [Due]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let due = try session.retention(before: moment.date, removes: false)
        let run = RetentionRunID()
        let counts = Dictionary(uniqueKeysWithValues: due.map { ($0.name, $0.count) })
        try session.planRetention(
            run, policySHA256: RetentionPolicy.sha256, at: moment.date,
            counts: String(decoding: JSONEncoder().encode(counts), as: UTF8.self))
        let details = counts.mapValues(String.init).merging(["run": run.description]) { $1 }
        return Effect(Outcome(run: run, due: due), audit: AuditEntry(Self.name, details: details))
    }
}

/// Carries out a plan of retention: removes what the plan has shown, and nothing that came later.
package struct ApplyRetention: RepeatableOperation {
    package static let name = "apply_retention"
    package static let roles: Set<Role> = [.administrator]
    /// In seconds; the schema has the same limit.
    private static let lifeOfAPlan: TimeInterval = 86_400

    package let run: RetentionRunID

    package init(_ run: RetentionRunID) {
        self.run = run
    }

    package var timeout: Duration? { .seconds(600) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<PlanRetention.Outcome> {
        guard let plan = try session.lockRetention(run) else { throw Refusal.notFound("plan of retention") }
        guard !plan.isDone else { throw Refusal(.conflict, "This plan was carried out before. Make another one.") }
        guard plan.policySHA256 == RetentionPolicy.sha256,
            moment.date.timeIntervalSince(plan.plannedAt) < Self.lifeOfAPlan
        else {
            throw Refusal(.conflict, "The plan is older than a day, or the policy has changed. Make another one.")
        }
        let removed = try session.retention(before: plan.plannedAt, removes: true)
        try session.finishRetention(run, at: moment.date)
        let counts = Dictionary(uniqueKeysWithValues: removed.map { ($0.name, String($0.count)) })
        return Effect(
            .init(run: run, due: removed),
            audit: AuditEntry(Self.name, details: counts.merging(["run": run.description]) { $1 }))
    }
}

extension Session {
    /// How much of each class was past its period at an instant; removed where the policy says so.
    fileprivate func retention(before instant: Date, removes: Bool) throws -> [PlanRetention.Due] {
        try RetentionPolicy.classes.map { kind in
            let count = try retain(
                kind.name, olderThan: kind.cutoff(before: instant), removes: removes && kind.isRemoved)
            return PlanRetention.Due(
                name: kind.name, days: kind.days, isRemoved: kind.isRemoved, count: count, why: kind.why)
        }
    }
}

/// Counts what a plan would name, each day, for the log of a worker: no plan is made that somebody could carry out.
struct RehearseRetention: Operation {
    static let name = "rehearse_retention"
    static let roles: Set<Role> = [.steward]

    /// Counts over whole tables.
    var timeout: Duration? { .seconds(600) }

    func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[String: String]> {
        let due = try session.retention(before: moment.date, removes: false)
        let counts = Dictionary(uniqueKeysWithValues: due.map { ($0.name, String($0.count)) })
        return Effect(counts, audit: AuditEntry(Self.name, details: counts))
    }
}

internal import Foundation
internal import Linkage
package import OutreachCore
package import Postgres
package import Store

/// Traces everybody who waits for a number in the active reference, and applies what is certain.
///
/// Reading is one snapshot, deciding is pure, applying is many small transactions. A run whose process dies goes on
/// where it stood when the next one is started; two at once take turns.
package struct Reconcile: Sendable {
    let database: Database
    let runner: OperationRunner
    let mode: Mode
    /// Whether everybody is compared, also those to whom nothing has happened since the run before.
    let isWhole: Bool

    /// What becomes of what is certain.
    package enum Mode: String, Sendable {
        /// It is applied.
        case automatic
        /// A steward sees it, like what is doubtful: for the first run with a reference or a model that nobody knows.
        case reviewed
    }

    package init(database: Database, runner: OperationRunner, mode: Mode = .automatic, isWhole: Bool = false) {
        self.database = database
        self.runner = runner
        self.mode = mode
        self.isWhole = isWhole
    }

    /// A run that expects to be wrong more often than this applies nothing: linkage.md, 8.
    private static let mostExpectedFalse = 0.5

    /// What a run reads grows with the register; no reader stands in anybody's way.
    static let readTimeout = Duration.seconds(600)

    package static let roles: Set<Role> = [.steward]

    /// What a run found and did.
    package struct Report: Sendable {
        /// `nil` of a dry run.
        package let run: RunID?
        package let counts: RunCounts
        /// How many workers have a number that is in the reference: found now, before, or at enrolment.
        package let foundCount: Int
        /// These, where they are asked for.
        package let found: [FoundRecord]
        package let warnings: [DoseWarning]
        /// How many of the automatic decisions are wrong, by their own scores: the sum of 1 / (1 + 2^score).
        package let estimatedFalse: Double
    }

    /// Runs, after any run that is under way.
    ///
    /// Compared is whoever something has happened to since the run before, with everybody whom that concerns, so that a
    /// decision is the same as in a run over all; with `wanted`, these people instead.
    ///
    /// - Throws: ``Refusal`` where no reference is loaded or somebody else took the run over.
    package func run(
        as member: Membership, only wanted: Set<PersonID>? = nil, listsFound: Bool = false,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> Report {
        let started = try await start(as: member, progress)
        let lease = started.lease
        // Ends, cancelled, with this scope.
        async let _: Void = keepAlive(lease, as: member)
        // Takes as long as many a run: beside it, and what the run itself gives is added at its end.
        async let foundBefore = countFound(by: lease, isOfRun: false, as: member)
        let plan = try await decide(lease.reference, by: started.model, as: member, only: wanted, progress)
        let decisions = plan.decisions.filter { decision in
            wanted.map { wanted in decision.members.contains { wanted.contains($0.id) } } ?? true
        }
        let estimatedFalse = decisions.reduce(0) { $0 + $1.expectedFalse }
        guard estimatedFalse <= Self.mostExpectedFalse else {
            _ = try await runner.run(FinishReconciliation(lease: lease), as: member)
            throw Refusal.tooDoubtful(estimatedFalse)
        }
        let warnings = try await apply(decisions, lease, as: member, progress)
        // Side by side: none of these asks for what another one writes.
        async let foundNow = countFound(by: lease, isOfRun: true, as: member)
        async let refreshed: Void = refreshStatistics(after: decisions.count, as: member, progress)
        _ = try await runner.run(FindConflicts(lease: lease), as: member)
        let found = listsFound ? try await found(in: lease.reference, as: member) : []
        let foundCount = try await foundBefore + foundNow
        await refreshed
        // Last of what can fail: a run that answers an error is one that the next run goes on with.
        let counts = try await runner.run(
            FinishReconciliation(lease: lease, plan: wanted == nil ? plan : nil), as: member)
        return Report(
            run: lease.run, counts: counts, foundCount: foundCount, found: Self.sorted(found), warnings: warnings,
            estimatedFalse: estimatedFalse)
    }

    /// Decides like ``run(as:only:progress:)`` and writes nothing but who looked.
    package func rehearse(as member: Membership) async throws -> Report {
        let (reference, model) = try await runner.run(RehearseReconciliation(), as: member)
        let decisions = try await decide(reference, by: model, as: member).decisions
        let waiting = try await database.read(.acting(as: member)) { try $0.openReviews() }
        let counts = RunCounts(
            traced: decisions.reduce(0) { $0 + $1.traces.count },
            numbered: decisions.count { $0.assignment != nil },
            merged: decisions.reduce(0) { $0 + $1.merges.count },
            reviews: Set(decisions.flatMap { $0.reviews.map(\.topic) }).subtracting(waiting).count)
        let found = try await found(in: reference, as: member) + planned(decisions, as: member)
        return Report(
            run: nil, counts: counts, foundCount: found.count, found: Self.sorted(found), warnings: [],
            estimatedFalse: decisions.reduce(0) { $0 + $1.expectedFalse })
    }

    // MARK: The run

    private func start(
        as member: Membership, _ progress: @Sendable (String) -> Void
    ) async throws -> StartReconciliation.Outcome {
        while true {
            do {
                return try await runner.run(StartReconciliation(mode: mode), as: member)
            } catch is StartReconciliation.IsUnderWay {
                progress("another reconciliation is under way; waiting for it")
                // The other run takes seconds, or its lease runs out within ten.
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Says every third of a lease that this process is alive.
    private func keepAlive(_ lease: RunLease, as member: Membership) async {
        while (try? await Task.sleep(for: .seconds(RunLease.seconds / 3))) != nil {
            // A missed beat is no failure: whoever was shut out learns it with the next decisions.
            _ = try? await database.write(.acting(as: member)) { try $0.renew(lease) }
        }
    }

    /// As many decisions leave the planner's picture as it is.
    private static let fewDecisions = 10_000

    private func refreshStatistics(
        after decisionCount: Int, as member: Membership, _ progress: @Sendable (String) -> Void
    ) async {
        guard decisionCount > Self.fewDecisions else { return }
        do {
            try await database.write(.acting(as: member, timeout: .seconds(120))) { try $0.refreshTracingStatistics() }
        } catch {
            progress("PostgreSQL's statistics were not refreshed, the next run may be slow: ANALYZE as the owner")
        }
    }

    // MARK: What was found

    private func countFound(by lease: RunLease, isOfRun: Bool, as member: Membership) async throws -> Int {
        try await database.read(.acting(as: member, timeout: Self.readTimeout)) { session in
            try session.countFound(in: lease.reference, by: lease.run, isOfRun: isOfRun)
        }
    }

    private func found(in reference: ReferenceID, as member: Membership) async throws -> [FoundRecord] {
        try await database.read(.acting(as: member, timeout: Self.readTimeout)) { try $0.foundRecords(in: reference) }
    }

    private func planned(_ decisions: [ClusterDecision], as member: Membership) async throws -> [FoundRecord] {
        let numbered = decisions.filter { $0.assignment != nil }
        let people = numbered.flatMap { $0.members.map(\.id) }
        let employments = try await database.read(.acting(as: member, timeout: Self.readTimeout)) { session in
            try session.employments(of: people)
        }
        let references = Dictionary(grouping: employments, by: \.person)
            .mapValues { $0.compactMap(\.employerReference) }
        return numbered.flatMap { decision in
            decision.members.flatMap { references[$0.id] ?? [] }.compactMap { reference in
                decision.assignment.map {
                    FoundRecord(employerReference: reference, record: $0.entry.record, score: $0.score)
                }
            }
        }
    }

    /// By bytes, so that the order is the same whatever the locale.
    private static func sorted(_ found: [FoundRecord]) -> [FoundRecord] {
        found.sorted { one, other in
            one.employerReference == other.employerReference
                ? one.record.utf8.lexicographicallyPrecedes(other.record.utf8)
                : one.employerReference.utf8.lexicographicallyPrecedes(other.employerReference.utf8)
        }
    }
}

extension ClusterDecision {
    /// How many of its automatic consequences are wrong, by their scores.
    fileprivate var expectedFalse: Double {
        let scores = (assignment.map { [$0.score] } ?? []) + merges.map(\.evidence.score)
        return scores.reduce(0) { $0 + 1 / (1 + exp2($1)) }
    }
}

extension Refusal {
    fileprivate static func tooDoubtful(_ expected: Double) -> Refusal {
        Refusal(
            .conflict,
            "Nothing was applied: of the automatic decisions \(String(format: "%.2f", expected)) are expected to be "
                + "wrong, and 0.5 is allowed. Let stewards see everything: outreach reconcile --review-all.")
    }
}

/// Notes that somebody looks at what a run would do.
private struct RehearseReconciliation: Operation {
    static let name = "rehearse_reconciliation"
    static let roles = StartReconciliation.roles

    func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<(ReferenceID, PinnedModel)> {
        guard let reference = try session.activeReference() else { throw Refusal.noReference }
        return Effect(
            (reference.id, try session.activeModel()),
            audit: AuditEntry(Self.name, details: ["reference": reference.id.description]))
    }
}

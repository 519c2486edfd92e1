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
    private let database: Database
    let runner: OperationRunner
    private let mode: Mode

    /// What becomes of what is certain.
    package enum Mode: String, Sendable {
        /// It is applied.
        case automatic
        /// A steward sees it, like what is doubtful: for the first run with a reference or a model that nobody knows.
        case reviewed
    }

    package init(database: Database, runner: OperationRunner, mode: Mode = .automatic) {
        self.database = database
        self.runner = runner
        self.mode = mode
    }

    /// A run that expects to be wrong more often than this applies nothing: linkage.md, 8.
    private static let mostExpectedFalse = 0.5

    package static let roles: Set<Role> = [.steward]

    /// What a run found and did.
    package struct Report: Sendable {
        /// `nil` of a dry run.
        package let run: RunID?
        package let counts: RunCounts
        /// Everybody whose number is in the reference: found now, before, or at enrolment.
        package let found: [FoundRecord]
        package let warnings: [DoseWarning]
        /// How many of the automatic decisions are wrong, by their own scores: the sum of 1 / (1 + 2^score).
        package let estimatedFalse: Double
    }

    /// Runs, after any run that is under way.
    ///
    /// Everybody is compared in any case, so that what two people share counts as shared and a decision is the same as
    /// in a run over all; with `wanted`, only decisions that concern one of these people are applied.
    ///
    /// - Throws: ``Refusal`` where no reference is loaded or somebody else took the run over.
    package func run(
        as member: Membership, only wanted: Set<PersonID>? = nil, progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> Report {
        let started = try await start(as: member, progress)
        let lease = started.lease
        // Ends, cancelled, with this scope.
        async let _: Void = keepAlive(lease, as: member)
        progress("comparing people with the reference")
        let decisions = try await decide(lease.reference, by: started.model, as: member).filter { decision in
            wanted.map { wanted in decision.members.contains { wanted.contains($0.id) } } ?? true
        }
        let estimatedFalse = decisions.reduce(0) { $0 + $1.expectedFalse }
        guard estimatedFalse <= Self.mostExpectedFalse else {
            _ = try await runner.run(FinishReconciliation(lease: lease), as: member)
            throw Refusal.tooDoubtful(estimatedFalse)
        }
        let warnings = try await apply(decisions, lease, as: member, progress)
        _ = try await runner.run(FindConflicts(lease: lease), as: member)
        let counts = try await runner.run(FinishReconciliation(lease: lease), as: member)
        let found = try await found(in: lease.reference, as: member)
        return Report(
            run: lease.run, counts: counts, found: Self.sorted(found), warnings: warnings,
            estimatedFalse: estimatedFalse)
    }

    /// Decides like ``run(as:progress:)`` and writes nothing but who looked.
    package func rehearse(as member: Membership) async throws -> Report {
        let (reference, model) = try await runner.run(RehearseReconciliation(), as: member)
        let decisions = try await decide(reference, by: model, as: member)
        let waiting = try await database.read(.acting(as: member)) { try $0.openReviews() }
        let counts = RunCounts(
            traced: decisions.reduce(0) { $0 + $1.traces.count },
            numbered: decisions.count { $0.assignment != nil },
            merged: decisions.reduce(0) { $0 + $1.merges.count },
            reviews: Set(decisions.flatMap { $0.reviews.map(\.topic) }).subtracting(waiting).count)
        let found = try await found(in: reference, as: member) + planned(decisions, as: member)
        return Report(
            run: nil, counts: counts, found: Self.sorted(found), warnings: [],
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

    // MARK: Reading and deciding

    private func decide(
        _ reference: ReferenceID, by model: PinnedModel, as member: Membership
    ) async throws -> [ClusterDecision] {
        let linker = Linker(
            model: try mode.thresholds(of: model.model),
            workers: ThreadWorkers.everyCore)
        let context = TransactionContext.acting(as: member, timeout: .seconds(600))
        let workers = linker.workers
        let (people, excluded, index, scan) = try await database.read(context) { session in
            let people = try session.registerPeople()
            let index = QueryIndex(RecordTable(people.map(\.record)))
            do {
                let scan = try session.scanReference(reference, for: index, workers)
                return (people, try session.excludedNumbers(), index, scan)
            } catch is UnpackedPatients {
                throw Refusal.unpacked
            }
        }
        let traces = linker.decide(index, scan, leavingOut: people.map { Self.numbers(in: excluded[$0.id]) })
        let open = zip(people, traces).compactMap { $0.isOpen ? $1 : nil }
        let duplicates = linker.deduplicate(index)
        let records = Set(open.compactMap(\.reference))
        let (entries, separated) = try await database.read(context) { session in
            (try session.referenceEntries(records.sorted(), in: reference), try session.separatedPairs())
        }
        // A change of the reference in the meantime may have given a record another number, or have removed it: whom
        // it concerns is left to the next run.
        let compared = scan.nhsNumbers(of: records)
        let standing = open.filter { trace in
            trace.reference.map { entries[$0] != nil && entries[$0]?.number.digits == compared[$0] } ?? true
        }
        return ReconciliationDecider.decide(
            ReconciliationInput(
                people: people, traces: standing, duplicates: duplicates, entries: entries,
                separated: Set(separated.map { PersonPair($0.0, $0.1) }), model: model.id))
    }

    /// Numbers that a steward declared not to be somebody's, as the matcher reads them.
    private static func numbers(in excluded: Set<NHSNumber>?) -> Set<String> {
        Set((excluded ?? []).map(\.digits))
    }

    private func found(in reference: ReferenceID, as member: Membership) async throws -> [FoundRecord] {
        try await database.read(.acting(as: member, timeout: .seconds(60))) { try $0.foundRecords(in: reference) }
    }

    private func planned(_ decisions: [ClusterDecision], as member: Membership) async throws -> [FoundRecord] {
        let numbered = decisions.filter { $0.assignment != nil }
        let people = numbered.flatMap { $0.members.map(\.id) }
        let employments = try await database.read(.acting(as: member, timeout: .seconds(60))) { session in
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

extension Reconcile.Mode {
    /// Nothing reaches this score, so that nothing is certain.
    private static let outOfReach = 1_000_000.0

    /// The same weights, with the thresholds of the mode.
    fileprivate func thresholds(of model: MatchModel) throws -> MatchModel {
        switch self {
        case .automatic: model
        case .reviewed: try model.with(automatic: Self.outOfReach, review: model.review)
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
    fileprivate static var unpacked: Refusal {
        Refusal(
            .conflict,
            "Another version of Outreach loaded patients of this reference. Run outreach migrate with this version, "
                + "then reconcile again.")
    }

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

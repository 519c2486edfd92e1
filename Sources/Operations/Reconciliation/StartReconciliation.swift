internal import Linkage
internal import OutreachCore
internal import Postgres
internal import Store

/// Begins a run over the active reference, or goes on with one whose process died.
struct StartReconciliation: Operation {
    static let name = "start_reconciliation"
    static let roles: Set<Role> = [.steward]

    /// Another process is at work on a run.
    struct IsUnderWay: Error {}

    let mode: Reconcile.Mode

    /// A run with the model that decides in it, whatever comes into use meanwhile.
    struct Outcome: Sendable {
        let lease: RunLease
        let model: PinnedModel
    }

    /// - Throws: ``IsUnderWay``; ``Refusal`` where no reference is loaded.
    func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        try session.lockRuns()
        guard let reference = try session.activeReference() else { throw Refusal.noReference }
        let model = try session.activeModel()
        let unfinished = try session.unfinishedRun()
        if let unfinished, unfinished.isLeased { throw IsUnderWay() }
        if let unfinished, unfinished.reference == reference.id, unfinished.model == mode.name(of: model) {
            return effect(try session.takeOver(unfinished), model)
        }
        if let unfinished { try session.abandon(unfinished.id) }
        return effect(try session.addRun(reference: reference.id, model: mode.name(of: model)), model)
    }

    private func effect(_ lease: RunLease, _ model: PinnedModel) -> Effect<Outcome> {
        let details = [
            "run": lease.run.description, "reference": lease.reference.description, "attempt": String(lease.attempt),
            "model": model.id,
        ]
        return Effect(Outcome(lease: lease, model: model), audit: AuditEntry(Self.name, details: details))
    }
}

/// Ends a run.
struct FinishReconciliation: Operation {
    static let name = "finish_reconciliation"
    static let roles: Set<Role> = [.steward]

    let lease: RunLease
    /// What it decided about everybody whom it is about; nothing where it did not, or nothing was applied.
    var plan: RunPlan?

    func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<RunCounts> {
        guard let counts = try session.finish(lease, scope: plan?.scope) else { throw Refusal.shutOut }
        if let census = plan?.census { try session.keep(census, of: lease.run) }
        let details = [
            "run": lease.run.description, "traced": String(counts.traced), "numbered": String(counts.numbered),
            "merged": String(counts.merged), "reviews": String(counts.reviews),
        ]
        return Effect(counts, audit: AuditEntry(Self.name, details: details))
    }
}

extension Refusal {
    static var noReference: Refusal {
        Refusal(.notFound, "No reference is loaded. Load one first.")
    }

    static var shutOut: Refusal {
        Refusal(
            .conflict,
            "This run was taken over, ended or taken back by somebody else, or another model came into use. What it "
                + "did until then stands.")
    }
}

internal import Linkage
internal import OutreachCore
internal import Postgres
internal import Store

/// Carries out decisions of a run: merges, numbers, traces, reviews, and what follows for cases and messages.
///
/// Decisions about people who have changed since they were compared are left for the next run; those that the run has
/// applied already, before its process died, are left as they are.
struct ApplyDecisions: Operation {
    static let name = "reconcile_people"
    static let roles: Set<Role> = [.steward]

    /// Of the run that decided; nothing where another source did.
    let lease: RunLease?
    let decisions: [ClusterDecision]
    /// Who answered the traces.
    var source = "reference"

    var timeout: Duration? { .seconds(60) }

    func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[DoseWarning]> {
        if let lease, try !session.hold(lease) { throw Refusal.shutOut }
        try session.preferIndexes()
        let current = try standingDecisions(in: session)
        let people = current.flatMap { $0.members.map(\.id) }
        let merged = current.filter { !$0.merges.isEmpty }.flatMap { $0.members.map(\.id) }
        // Of nobody else does the group or its number change.
        let changed = current.filter { $0.assignment != nil || !$0.merges.isEmpty }.flatMap { $0.members.map(\.id) }
        // Nobody of them has a number: those who got one meanwhile do not stand.
        let settlement = try Settlement(of: changed, regrouping: merged, numbers: [:], in: session)
        let goldens = try merge(current, in: session)
        let taken = try assign(current, goldens, in: session)
        try session.add(
            current.flatMap { $0.newTraces(run, source, isTaken: taken.contains($0.assignment?.entry.number)) },
            run: run)
        try session.open(
            current.flatMap { $0.newReviews(run, isTaken: taken.contains($0.assignment?.entry.number)) })
        let withPractice = current.filter { $0.assignment?.entry.hasPractice == true }.flatMap { $0.members.map(\.id) }
        try settlement.settle(
            in: session, evidence: run.map { "run \($0)" } ?? source, at: moment, withPractice: Set(withPractice))
        return Effect(
            try warnings(about: current, in: session),
            audit: AuditEntry(
                Self.name, people: people, details: run.map { ["run": $0.description] } ?? ["source": source]))
    }

    private var run: RunID? { lease?.run }

    /// The decisions whose people stand as they did when they were compared; all of these are locked.
    private func standingDecisions(in session: borrowing Session) throws -> [ClusterDecision] {
        let people = decisions.flatMap { $0.members.map(\.id) }
        // Whole groups nearly always, so that they are read once.
        try session.lockForMerge(people.sorted())
        let locked = try session.lockComponents(of: people, locked: Set(people))
        let goldens = Dictionary(uniqueKeysWithValues: locked.map { ($0.id, $0.golden ?? $0.id) })
        let groups = Dictionary(grouping: locked) { $0.golden ?? $0.id }.mapValues(\.count)
        let numbers = try session.groupNumbers(of: people)
        let states = try session.states(of: people, in: run)
        // Declared after the run had read; what was declared before is not decided at all.
        let excluded = try ExcludedPairs(of: locked, session.exclusions(of: locked.map(\.id)))
        return decisions.filter { decision in
            guard !excluded.forbid(decision) else { return false }
            let parts = Dictionary(grouping: decision.members, by: \.golden).mapValues(\.count)
            return decision.members.allSatisfy { member in
                guard let state = states[member.id], !state.isTraced, state.version == member.version else {
                    return false
                }
                return numbers[member.id] == nil && goldens[member.id] == member.golden
                    && groups[member.golden] == parts[member.golden]
            }
        }
    }

    /// Merges certain duplicates and answers the golden person of everybody.
    private func merge(_ decisions: [ClusterDecision], in session: borrowing Session) throws -> [PersonID: PersonID] {
        let merges = decisions.flatMap(\.merges).map { merge in
            NewMerge(
                merge.pair.first, merge.pair.second, rule: merge.evidence.rule,
                reason: merge.evidence.reasons.joined(separator: ", "))
        }
        try session.open(merges, run: run)
        var goldens = Dictionary(
            uniqueKeysWithValues: decisions.flatMap { $0.members.map { ($0.id, $0.golden) } })
        let merged = decisions.filter { !$0.merges.isEmpty }.flatMap { $0.members.map(\.id) }
        for (golden, members) in try session.relink(merged).groups {
            for member in members { goldens[member] = golden }
        }
        return goldens
    }

    /// Gives people their numbers, and answers those numbers that somebody else got meanwhile.
    private func assign(
        _ decisions: [ClusterDecision], _ goldens: [PersonID: PersonID], in session: borrowing Session
    ) throws -> Set<NHSNumber?> {
        let wanted = decisions.compactMap { decision in
            decision.assignment.flatMap { assignment in
                decision.bearer(goldens).map { (person: $0, assignment.entry.number) }
            }
        }
        let opened = try session.openNumbers(wanted.map { (person: $0.person, number: $0.1) }, run: run)
        return Set(wanted.map(\.1)).subtracting(opened).reduce(into: []) { $0.insert($1) }
    }

    private func warnings(
        about decisions: [ClusterDecision], in session: borrowing Session
    ) throws -> [DoseWarning] {
        let merged = decisions.filter { !$0.merges.isEmpty }
        let doses = try session.vaccinations(of: merged.flatMap { $0.members.map(\.id) })
        let dosesByPerson = Dictionary(grouping: doses, by: \.person)
        return merged.flatMap { decision in
            let members = decision.members.map(\.id)
            return DoseWarning.between(
                decision.members.map { ($0.id, $0.golden) }, doses: members.flatMap { dosesByPerson[$0] ?? [] })
        }
    }
}

extension ClusterDecision {
    /// Who is to bear the number: the golden person if traced to it too, else somebody who is.
    ///
    /// Never a member who was not: a merge that a steward takes back one day must leave nobody with the number of
    /// another human.
    fileprivate func bearer(_ goldens: [PersonID: PersonID]) -> PersonID? {
        let traced = traces.filter { $0.outcome == .assigned }.map(\.person)
        return traced.first { goldens[$0] == $0 } ?? traced.first
    }

    /// The rows of its traces; where somebody else got the number between the decision and now, it `isTaken`.
    fileprivate func newTraces(_ run: RunID?, _ source: String, isTaken: Bool) -> [NewTrace] {
        let versions = Dictionary(uniqueKeysWithValues: members.map { ($0.id, $0.version) })
        return traces.map { trace in
            NewTrace(
                trace.person, trace.decision, by: model, number: trace.number,
                outcome: isTaken && trace.outcome == .assigned ? .conflict : trace.outcome,
                version: run.flatMap { _ in versions[trace.person] }, source: source)
        }
    }

    fileprivate func newReviews(_ run: RunID?, isTaken: Bool) -> [NewReview] {
        let conflicts = isTaken ? traces.filter { $0.outcome == .assigned } : []
        return reviews.map { NewReview($0, run) }
            + conflicts.map { trace in
                NewReview(
                    .conflict, trace.person, conflict: .numberHeld, record: trace.decision.reference,
                    number: trace.number?.digits,
                    match: PairEvidence(trace.decision, by: model), run: run)
            }
    }
}

extension NewReview {
    fileprivate init(_ review: ClusterDecision.Review, _ run: RunID?) {
        self.init(
            review.kind, review.person, conflict: review.conflict, other: review.other, record: review.entry?.record,
            number: review.entry?.number.digits, match: review.evidence, run: run)
    }
}

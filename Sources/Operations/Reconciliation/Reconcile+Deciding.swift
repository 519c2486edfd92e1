internal import Linkage
internal import OutreachCore
internal import Postgres
internal import Store

/// What a run is to do, and about whom.
struct RunPlan: Sendable {
    let decisions: [ClusterDecision]
    let scope: RunScope
    /// What both lists said, where all of both were compared.
    let census: PairedCensus?
}

extension Reconcile {
    /// Reads, in one snapshot, and decides.
    ///
    /// - Parameters:
    ///   - reference: where people are looked for.
    ///   - model: what weighs.
    ///   - member: who asks.
    ///   - wanted: whom it is about; everybody to whom something has happened, where nobody is named.
    ///   - progress: is told what is done.
    /// - Returns: what follows for those compared.
    /// - Throws: ``Refusal`` where a program of another version packed the reference.
    func decide(
        _ reference: ReferenceID, by model: PinnedModel, as member: Membership, only wanted: Set<PersonID>? = nil,
        _ progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> RunPlan {
        let linker = Linker(
            model: try mode.thresholds(of: model.model),
            workers: ThreadWorkers.everyCore)
        let context = TransactionContext.acting(as: member, timeout: Self.readTimeout)
        let name = mode.name(of: model)
        let compared = try await database.read(context) { session in
            do {
                if !isWhole, let basis = try session.runBasis(reference: reference, model: name),
                    var selection = try RunSelection(
                        of: reference, by: linker, name, since: basis, only: wanted, in: session),
                    let compared = try selection.compare(in: session, progress)
                {
                    return compared
                }
                progress("comparing everybody who waits with the reference")
                return try ComparedPeople(everybodyWith: reference, by: linker, in: session)
            } catch is UnpackedPatients {
                throw Refusal.unpacked
            }
        }
        return RunPlan(
            decisions: try await decisions(on: compared, in: reference, by: model, as: member),
            scope: compared.census == nil ? .changed : .everybody, census: compared.census)
    }

    private func decisions(
        on compared: ComparedPeople, in reference: ReferenceID, by model: PinnedModel, as member: Membership
    ) async throws -> [ClusterDecision] {
        let records = Set(compared.traces.compactMap(\.reference))
        return try await database.read(.acting(as: member, timeout: Self.readTimeout)) { session in
            let entries = try session.referenceEntries(records.sorted(), in: reference)
            let separated = try session.separatedPairs()
            // A change of the reference in the meantime may have given a record another number, or have removed it:
            // whom it concerns is left to the next run.
            let standing = compared.traces.filter { trace in
                trace.reference.map { entries[$0] != nil && entries[$0]?.number.digits == compared.numbers[$0] } ?? true
            }
            return ReconciliationDecider.decide(
                ReconciliationInput(
                    people: compared.people, traces: standing, duplicates: compared.duplicates, entries: entries,
                    separated: Set(separated.map { PersonPair($0.0, $0.1) }),
                    excludedNumbers: compared.excludedNumbers, model: model.id))
        }
    }
}

/// What the matcher says of people who wait for a number, and of those who share something with them.
struct ComparedPeople {
    /// In the order of their ids.
    let people: [RegisterPerson]
    /// Of the open ones.
    let traces: [Decision]
    let duplicates: [DuplicateDecision]
    /// The NHS numbers of the records that traces name, as they were read.
    let numbers: [String: String]
    /// Numbers that a steward declared not to be somebody's.
    let excludedNumbers: [PersonID: Set<NHSNumber>]
    /// Where these are all of them.
    let census: PairedCensus?

    init(
        _ people: [RegisterPerson], _ index: QueryIndex, _ scan: ReferenceScan, by linker: Linker,
        duplicates: [DuplicateDecision], leavingOut excluded: [PersonID: Set<NHSNumber>], census: PairedCensus? = nil
    ) {
        let decisions = linker.decide(
            index, scan, leavingOut: people.map { Set((excluded[$0.id] ?? []).map(\.digits)) })
        self.people = people
        self.duplicates = duplicates
        self.census = census
        excludedNumbers = excluded
        traces = zip(people, decisions).compactMap { $0.isOpen ? $1 : nil }
        numbers = scan.nhsNumbers(of: Set(traces.compactMap(\.reference)))
    }

    /// Compares everybody who waits with the whole reference, and with one another.
    init(everybodyWith reference: ReferenceID, by linker: Linker, in session: borrowing Session) throws {
        let people = try session.registerPeople(linker.workers)
        let index = QueryIndex(RecordTable(people.map(\.record)))
        let scan = try session.scanReference(reference, for: index, linker.workers)
        let census = PairedCensus(queries: ListCensus(index.queries), references: scan.frequencies)
        self.init(
            people, index, scan, by: linker, duplicates: linker.deduplicate(index, of: census.queries),
            leavingOut: try session.excludedNumbers(), census: census)
    }
}

extension Reconcile.Mode {
    /// Nothing reaches this score, so that nothing is certain.
    private static let outOfReach = 1_000_000.0

    /// What decides, so that a run is only ever finished, or built on, by the model that it was begun with.
    func name(of model: PinnedModel) -> String {
        "\(model.id)/normaliser-\(Normaliser.version)" + (self == .automatic ? "" : "/\(rawValue)")
    }

    /// The same weights, with the thresholds of the mode.
    fileprivate func thresholds(of model: MatchModel) throws -> MatchModel {
        switch self {
        case .automatic: model
        case .reviewed: try model.with(automatic: Self.outOfReach, review: model.review)
        }
    }
}

extension Refusal {
    fileprivate static var unpacked: Refusal {
        Refusal(
            .conflict,
            "Another version of Outreach loaded patients of this reference. Run outreach migrate with this version, "
                + "then reconcile again.")
    }
}

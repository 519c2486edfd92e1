internal import OutreachCore
internal import Store

extension Reconcile {
    /// People whose decisions are applied in one transaction: under a second of locks, measured .75 on a slow machine.
    private static let chunkSize = 4_000
    /// Transactions side by side: while one waits for the disk, the other works.
    private static let appliedAtOnce = 2

    /// Applies decisions in small transactions, two at a time.
    func apply(
        _ decisions: [ClusterDecision], _ lease: RunLease, as member: Membership,
        _ progress: @Sendable (String) -> Void
    ) async throws -> [DoseWarning] {
        let chunks = Self.chunks(of: decisions)
        var warnings = [[DoseWarning]](repeating: [], count: chunks.count)
        var applied = RunProgress(of: decisions.count)
        try await withThrowingTaskGroup(of: (chunk: Int, warnings: [DoseWarning]).self) { group in
            var waiting = chunks.indices.makeIterator()
            let begin = { (group: inout ThrowingTaskGroup<(chunk: Int, warnings: [DoseWarning]), any Error>) in
                guard let chunk = waiting.next() else { return }
                group.addTask {
                    let operation = ApplyDecisions(lease: lease, decisions: chunks[chunk])
                    return (chunk, try await runner.run(operation, as: member))
                }
            }
            for _ in 0..<Self.appliedAtOnce { begin(&group) }
            while let done = try await group.next() {
                warnings[done.chunk] = done.warnings
                progress(applied.add(chunks[done.chunk].count))
                begin(&group)
            }
        }
        return warnings.flatMap(\.self)
    }

    /// Decisions in transactions of their own.
    ///
    /// People whom a review names together stand in one: two transactions at once never wait for each other's people.
    private static func chunks(of decisions: [ClusterDecision]) -> [[ClusterDecision]] {
        var clusters = PersonClusters(decisions.flatMap { $0.members.map(\.id) })
        for decision in decisions {
            for member in decision.members { clusters.join(decision.members[0].id, member.id) }
            for review in decision.reviews {
                if let other = review.other, clusters.contains(other) { clusters.join(review.person, other) }
            }
        }
        var chunks: [[ClusterDecision]] = []
        var size = chunkSize
        for related in Dictionary(grouping: decisions, by: { clusters.root(of: $0.members[0].id) })
            .sorted(by: { $0.key < $1.key }).map(\.value)
        {
            let people = related.reduce(0) { $0 + $1.members.count }
            if size + people > chunkSize {
                chunks.append([])
                size = 0
            }
            chunks[chunks.count - 1] += related
            size += people
        }
        return chunks
    }
}

/// How far a run is, in words.
private struct RunProgress {
    private let total: Int
    private var done = 0
    private let start = ContinuousClock.now

    init(of total: Int) {
        self.total = total
    }

    mutating func add(_ count: Int) -> String {
        done += count
        let left = (ContinuousClock.now - start) / Double(max(done, 1)) * Double(total - done)
        return "applied \(done) of \(total) decisions"
            + (done < total ? ", about \(max(1, left.components.seconds)) s left" : "")
    }
}

internal import OutreachCore
internal import Postgres
internal import Store

extension Session {
    /// Locks everyone whom open merges join to these people, and answers them as they stand under the lock.
    ///
    /// Merges may come between reading and locking, so it reads again until nobody new has appeared. A deadlock that
    /// the late ones cause ends the transaction, and the database runs it again.
    ///
    /// - Parameters:
    ///   - people: of whose groups.
    ///   - locked: those whose locks the caller holds.
    /// - Returns: the members of all the groups.
    /// - Throws: `PostgresError`.
    func lockComponents(of people: [PersonID], locked: Set<PersonID> = []) throws -> [GroupMember] {
        var locked = locked
        while true {
            let members = try components(of: people)
            let missing = members.map(\.id).filter { !locked.contains($0) }
            if missing.isEmpty { return members }
            try lockForMerge(missing)
            locked.formUnion(missing)
        }
    }

    /// Makes the links of these people, and of whoever merges join to them now, follow from the open merges.
    ///
    /// The caller holds the locks of all of them.
    @discardableResult
    func relink(_ people: [PersonID]) throws -> MergeGraph {
        let members = try components(of: people)
        let graph = MergeGraph(
            members.map { MergeGraph.Member(id: $0.id, createdAt: $0.createdAt) },
            merges: try openMerges(between: members.map(\.id)))
        let changed = members.filter { $0.golden != graph.links[$0.id]?.golden }
        let opened = changed.compactMap { member in
            graph.links[member.id].map { NewLink(person: member.id, golden: $0.golden, merge: $0.merge) }
        }
        try changeLinks(closing: changed.filter { $0.golden != nil }.map(\.id), opening: opened)
        return graph
    }
}

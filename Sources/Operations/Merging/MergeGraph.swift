package import Store

/// People and the open merges between them, and the star of links that follows.
///
/// Each connected part of the graph is one human. Its golden person is the one that was made first, by id where that is
/// a tie; every other member links to it. So the links are a function of the open merges alone, whatever the order in
/// which merges were opened and closed, and closing a merge is the exact opposite of opening it.
package struct MergeGraph: Sendable {
    /// A person with what decides about being golden.
    package struct Member: Hashable, Sendable {
        package let id: PersonID
        /// When the record was made, in microseconds since 1970.
        package let createdAt: Int64

        package init(id: PersonID, createdAt: Int64) {
            self.id = id
            self.createdAt = createdAt
        }

        private func precedes(_ other: Member) -> Bool {
            (createdAt, id) < (other.createdAt, other.id)
        }

        fileprivate static func golden(_ one: Member, _ other: Member) -> Member {
            one.precedes(other) ? one : other
        }
    }

    /// Where a merged person points, and a merge of that person's own that the link follows from.
    package struct Link: Hashable, Sendable {
        package let golden: PersonID
        package let merge: MergeID
    }

    /// The links that must stand: one for each member that is not golden.
    package let links: [PersonID: Link]
    /// The members of each human, by the golden person; in the order of their ids.
    package let groups: [PersonID: [PersonID]]

    /// Leaves out merges that name somebody who is no member.
    package init(_ members: [Member], merges: [OpenMerge]) {
        var forest = Forest(members)
        for merge in merges { forest.join(merge.one, merge.other) }
        let goldens = members.map { (id: $0.id, golden: forest.golden(of: $0.id)) }
        groups = Dictionary(grouping: goldens, by: \.golden).mapValues { $0.map(\.id).sorted() }
        var ownMerges: [PersonID: MergeID] = [:]
        for merge in merges where forest.contains(merge.one) && forest.contains(merge.other) {
            for person in [merge.one, merge.other] {
                ownMerges[person] = ownMerges[person].map { min($0, merge.id) } ?? merge.id
            }
        }
        links = goldens.reduce(into: [:]) { links, member in
            guard member.id != member.golden, let merge = ownMerges[member.id] else { return }
            links[member.id] = Link(golden: member.golden, merge: merge)
        }
    }
}

/// Disjoint sets of people, each known by its golden member.
private struct Forest {
    private var parents: [PersonID: PersonID]
    private let members: [PersonID: MergeGraph.Member]

    init(_ members: [MergeGraph.Member]) {
        self.members = Dictionary(members.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        parents = self.members.mapValues(\.id)
    }

    func contains(_ person: PersonID) -> Bool {
        members[person] != nil
    }

    mutating func golden(of person: PersonID) -> PersonID {
        var current = person
        while let parent = parents[current], parent != current {
            parents[current] = parents[parent]
            current = parent
        }
        return current
    }

    mutating func join(_ one: PersonID, _ other: PersonID) {
        guard let first = members[golden(of: one)], let second = members[golden(of: other)] else { return }
        let golden = MergeGraph.Member.golden(first, second)
        parents[first.id] = golden.id
        parents[second.id] = golden.id
    }
}

import Foundation
import Operations
import Store
import Testing

@Suite struct `the links of merged people` {
    @Test func `are the star of each component, whatever was merged and unmerged before`() {
        for seed in 0..<400 {
            var generator = SplitMix64(state: UInt64(seed))
            let town = Town(people: 9, using: &generator)
            var open: [OpenMerge] = []
            for _ in 0..<25 {
                if open.isEmpty || Bool.random(using: &generator) {
                    let pair = town.members.shuffled(using: &generator).prefix(2).map(\.id)
                    open.append(OpenMerge(pair[0], pair[1]))
                } else {
                    open.remove(at: Int.random(in: open.indices, using: &generator))
                }
                let graph = MergeGraph(
                    town.members.shuffled(using: &generator), merges: open.shuffled(using: &generator))
                #expect(graph.links.mapValues(\.golden) == town.naiveLinks(open), "seed \(seed)")
                #expect(
                    graph.links.allSatisfy { person, link in open.contains { $0.id == link.merge && $0.names(person) } }
                )
            }
        }
    }

    @Test func `are what they were when everything is unmerged, in any order`() {
        for seed in 0..<400 {
            var generator = SplitMix64(state: UInt64(seed) &+ 1_000_000)
            let town = Town(people: 8, using: &generator)
            let before = (0..<Int.random(in: 0...4, using: &generator)).map { _ in town.merge(using: &generator) }
            let added = (0..<6).map { _ in town.merge(using: &generator) }
            let links = MergeGraph(town.members, merges: before).links
            var open = before + added
            for merge in added.shuffled(using: &generator) { open.removeAll { $0.id == merge.id } }
            #expect(MergeGraph(town.members, merges: open).links == links, "seed \(seed)")
        }
    }

    @Test func `point at the earliest record, by id where two were made at once`() throws {
        let ids = [PersonID(), PersonID(), PersonID()].sorted()
        let members = [
            MergeGraph.Member(id: ids[0], createdAt: 2), MergeGraph.Member(id: ids[1], createdAt: 1),
            MergeGraph.Member(id: ids[2], createdAt: 1),
        ]
        let merges = [OpenMerge(ids[0], ids[2]), OpenMerge(ids[2], ids[1])]
        let graph = MergeGraph(members, merges: merges)
        #expect(graph.links.mapValues(\.golden) == [ids[0]: ids[1], ids[2]: ids[1]])
        #expect(graph.groups == [ids[1]: ids])
    }

    @Test func `leave out a merge that names somebody who is not there`() {
        let member = MergeGraph.Member(id: PersonID(), createdAt: 1)
        let graph = MergeGraph([member], merges: [OpenMerge(member.id, PersonID())])
        #expect(graph.links.isEmpty)
    }
}

/// Some people, of whom several were made in the same microsecond.
private struct Town {
    let members: [MergeGraph.Member]

    init(people: Int, using generator: inout SplitMix64) {
        members = (0..<people).map { _ in
            MergeGraph.Member(id: PersonID(), createdAt: Int64.random(in: 0..<4, using: &generator))
        }
    }

    func merge(using generator: inout SplitMix64) -> OpenMerge {
        let pair = members.shuffled(using: &generator).prefix(2).map(\.id)
        return OpenMerge(pair[0], pair[1])
    }

    /// By walking the graph from everybody, as slowly as can be.
    func naiveLinks(_ merges: [OpenMerge]) -> [PersonID: PersonID] {
        var links: [PersonID: PersonID] = [:]
        for member in members {
            var reached: Set<PersonID> = [member.id]
            while true {
                let next = merges.filter { reached.contains($0.one) != reached.contains($0.other) }
                if next.isEmpty { break }
                for merge in next { reached.formUnion([merge.one, merge.other]) }
            }
            let golden = members.filter { reached.contains($0.id) }
                .min { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            if let golden, golden.id != member.id { links[member.id] = golden.id }
        }
        return links
    }
}

extension OpenMerge {
    fileprivate func names(_ person: PersonID) -> Bool {
        one == person || other == person
    }
}

/// A generator whose sequence a seed repeats (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

import Dispatch
import Linkage
import Synchronization
import Testing

@Suite struct ThreadTests {
    @Test("The threads make no difference", arguments: [2, 4])
    func threads(_ count: Int) {
        var village = Village(seed: 51)
        let references = village.people(6_000)
        let queries = references.prefix(5_000).map { person in
            var query = person
            query.id = "T" + query.id
            query.email = ""
            if query.id.hasSuffix("7") { query.givenNames = village.otherGivenName(than: query) }
            return query
        }
        let serial = Linker().link(queries: queries, references: references)
        let threaded = Linker(workers: Lanes(count: count)).link(queries: queries, references: references)
        #expect(serial == threaded)
        #expect(Linker(workers: Lanes(count: count)).deduplicate(queries) == Linker().deduplicate(queries))
    }
}

/// Tasks on threads, the last ones first.
private struct Lanes: Workers {
    let count: Int

    func map<Result: Sendable>(_ tasks: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: tasks))
        DispatchQueue.concurrentPerform(iterations: tasks) { index in
            let task = tasks - 1 - index
            let result = body(task)
            results.withLock { $0[task] = result }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}

import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// So many elements at once: large enough that a hand-over costs nothing, small enough that cores end together.
    private static var elementsAtOnce: Int { 500 }

    /// Like `map`, on every core; for work that takes microseconds an element, on a thread that may wait.
    func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
        guard count > Self.elementsAtOnce else { return map(transform) }
        let starts = Swift.Array(stride(from: 0, to: count, by: Self.elementsAtOnce))
        let parts = Mutex([[Result]](repeating: [], count: starts.count))
        DispatchQueue.concurrentPerform(iterations: starts.count) { part in
            let end = Swift.min(starts[part] + Self.elementsAtOnce, count)
            let results = self[starts[part]..<end].map(transform)
            parts.withLock { $0[part] = results }
        }
        return parts.withLock { $0.flatMap(\.self) }
    }
}

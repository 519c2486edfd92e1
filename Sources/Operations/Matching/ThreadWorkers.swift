import Dispatch
import Foundation
import Linkage
import Synchronization

/// Threads of the system's.
package struct ThreadWorkers: Workers {
    package let count: Int

    /// - Parameter count: how many tasks run at once; as many as there are cores is best.
    package init(_ count: Int) {
        self.count = max(1, count)
    }

    package static var everyCore: Self { Self(ProcessInfo.processInfo.activeProcessorCount) }

    package func map<Result: Sendable>(_ tasks: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        guard count > 1, tasks > 1 else { return (0..<tasks).map { body($0) } }
        let next = Atomic(0)
        let results = Mutex([Result?](repeating: nil, count: tasks))
        DispatchQueue.concurrentPerform(iterations: min(count, tasks)) { _ in
            while true {
                let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard task < tasks else { return }
                let result = body(task)
                results.withLock { $0[task] = result }
            }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}

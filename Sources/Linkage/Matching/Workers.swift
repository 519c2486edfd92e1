/// Who does the work: the caller gives threads, since this module has none.
///
/// What is computed does not depend on them.
public protocol Workers: Sendable {
    /// How many tasks run at once.
    var count: Int { get }

    /// The results of tasks, in their order, whoever runs them and when.
    func map<Result: Sendable>(_ tasks: Int, _ body: @Sendable (Int) -> Result) -> [Result]
}

extension Workers {
    /// Splits a range into parts of about equal size and maps them.
    public func mapParts<Result: Sendable>(
        of count: Int, size: Int = 2_000, _ body: @Sendable (Range<Int>) -> Result
    ) -> [Result] {
        let parts = (count + size - 1) / size
        return map(parts) { body($0 * size..<min(count, ($0 + 1) * size)) }
    }
}

/// One thread: the caller's.
public struct SerialWorkers: Workers {
    public let count = 1

    public init() {}

    public func map<Result: Sendable>(_ tasks: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        (0..<tasks).map { body($0) }
    }
}

extension Workers where Self == SerialWorkers {
    public static var serial: SerialWorkers { SerialWorkers() }
}

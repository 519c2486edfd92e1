import Postgres
import Store
import Synchronization

/// What a second transaction has found.
private final class Finding<Value: Sendable>: Sendable {
    let values = Mutex<[Value]>([])
}

extension Session {
    /// Asks about keys, about those of a large file by two transactions at once: one alone leaves a core idle.
    ///
    /// The second sees what is committed, which is all that there is before a file is written. A value that both halves
    /// of the keys lead to comes twice.
    func ask<Value: Sendable>(
        about keys: [Int64], by member: Membership, byTwo: Bool,
        _ question: @escaping @Sendable (borrowing Session, [Int64]) throws -> [Value]
    ) throws -> [Value] {
        guard byTwo, mayHaveSecondHand else { return try question(self, keys) }
        let (own, others) = (Array(keys[..<(keys.count / 2)]), Array(keys[(keys.count / 2)...]))
        let finding = Finding<Value>()
        let secondHand = try beside(.acting(as: member), timeout: .seconds(120)) { other in
            let values = try question(other, others)
            finding.values.withLock { $0 = values }
        }
        do {
            let values = try question(self, own)
            try secondHand.commit()
            return values + finding.values.withLock { $0 }
        } catch {
            secondHand.abandon()
            throw error
        }
    }
}

internal import Postgres
internal import Store
internal import Synchronization

/// Takes down when each client last called, at most once a minute and beside its requests.
///
/// What cannot be written is dropped: it is a help for people who tell keys apart, and the next minute writes it again.
final class LastUse: Sendable {
    private static let pause: Duration = .seconds(60)

    private struct State {
        var writtenAt: [ClientID: ContinuousClock.Instant] = [:]
        var writing: [ClientID: Task<Void, Never>] = [:]
    }

    private let database: Database
    private let state = Mutex(State())

    init(database: Database) {
        self.database = database
    }

    func note(_ client: ClientID) {
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.writtenAt[client], now - last < Self.pause { return }
            state.writtenAt[client] = now
            state.writing[client] = Task {
                _ = try? await database.write(.signingIn) { try $0.noteUse(of: client) }
                self.state.withLock { _ = $0.writing.removeValue(forKey: client) }
            }
        }
    }

    func settle() async {
        for task in state.withLock({ Array($0.writing.values) }) { await task.value }
    }
}

internal import Foundation
internal import Metrics
internal import OutreachCore
package import Postgres
package import Store
internal import Synchronization

/// Counts failed sign-ins of programs and enters them into the audit trail, never with what was sent.
///
/// Each is counted in the metric `outreach_failed_sign_ins_total`. Of the same kind by the same client one entry a
/// minute is written, with the number of those since the last: whoever tries keys must not be able to fill the trail.
package final class FailedSignIns: Sendable {
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// A key or token that nobody has, or nobody any more.
        case unknownCredential = "unknown_credential"
        case expired
        case unknownClient = "unknown_client"
        case wrongSignature = "wrong_signature"
        case wrongClaims = "wrong_claims"
        case replay
        case wrongNetwork = "wrong_network"
    }

    private struct Kind: Hashable {
        let reason: Reason
        let client: ClientID?
    }

    private struct State {
        /// When the last entry of a kind was written, and how many failures there were since.
        var kinds: [Kind: (writtenAt: ContinuousClock.Instant, count: Int)] = [:]
        var writing: [Int: Task<Void, Never>] = [:]
        var lastTicket = 0
    }

    private static let pause: Duration = .seconds(60)
    /// Clients, not attempts: only those that exist have an entry of their own.
    private static let capacity = 4_096

    private let database: Database
    private let state = Mutex(State())

    package init(database: Database) {
        self.database = database
    }

    /// Takes down a failure and returns at once.
    ///
    /// - Parameters:
    ///   - reason: What failed.
    ///   - client: Whose credential it was, where that is known.
    ///   - member: As whom the client acts; the entry stands in the chain of its organisation.
    package func note(_ reason: Reason, client: ClientID?, as member: Membership?) {
        Counter(label: "outreach_failed_sign_ins_total", dimensions: [("reason", reason.rawValue)]).increment()
        state.withLock { state in
            let kind = Kind(reason: reason, client: client)
            let known = state.kinds[kind]
            let count = (known?.count ?? 0) + 1
            if let known, .now - known.writtenAt < Self.pause {
                state.kinds[kind] = (known.writtenAt, count)
                return
            }
            if state.kinds.count >= Self.capacity { state.kinds.removeAll() }
            state.kinds[kind] = (.now, 0)
            state.lastTicket += 1
            state.writing[state.lastTicket] = write(kind, count, as: member ?? .nobody, ticket: state.lastTicket)
        }
    }

    /// Waits until the entries begun so far are written: at the end of a process, and in tests.
    package func settle() async {
        for task in state.withLock({ Array($0.writing.values) }) { await task.value }
    }

    private func write(_ kind: Kind, _ count: Int, as member: Membership, ticket: Int) -> Task<Void, Never> {
        Task {
            var details = ["reason": kind.reason.rawValue, "count": String(count)]
            details["client"] = kind.client?.description
            let entry = AuditEntry("failed_sign_in", details: details)
            // A database that is away cannot take the entry; the metric has counted it.
            _ = try? await database.write(.acting(as: member)) { try $0.audit(entry) }
            state.withLock { _ = $0.writing.removeValue(forKey: ticket) }
        }
    }
}

extension Membership {
    /// As whom a failure is entered that is nobody's: with no account, in the chain of the operator.
    fileprivate static let nobody = Membership(
        account: AccountID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))), accountName: "",
        // The operator's organisation as migration 0001 made it.
        organisation: OrganisationID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))),
        odsCode: .unknownLocation, role: .system)
}

internal import Crypto
package import Foundation
internal import OutreachCore
package import Postgres
internal import Store
internal import Synchronization

/// Tells which program a key or an access token belongs to.
///
/// It remembers an answer for two seconds, so that a program that calls a thousand times a second costs one look-up in
/// two seconds, and a revoked key is refused everywhere within five (safety.md, T15). Nothing is shared between
/// processes.
package final class Authenticator: Sendable {
    /// How long an answer is remembered.
    package static let memory: Duration = .seconds(2)
    /// How many answers at most; a flood of made-up keys must not fill the memory of the machine.
    private static let capacity = 4_096
    /// The longest credential that is looked at: an API key has 82 characters, an access token 58.
    private static let longestCredential = 200

    private struct Answer: Sendable {
        let caller: Task<Caller?, any Error>
        let bornAt: ContinuousClock.Instant

        var isFresh: Bool { ContinuousClock.now - bornAt < memory }
    }

    private let database: Database
    private let now: @Sendable () -> Date
    private let answers = Mutex<[[UInt8]: Answer]>([:])
    private let uses: LastUse
    /// Where keys and tokens that open nothing are counted.
    package let failures: FailedSignIns

    package init(database: Database, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.now = now
        uses = LastUse(database: database)
        failures = FailedSignIns(database: database)
    }

    /// The program to which a credential belongs; `nil` where it is unknown, expired or revoked, or its account or
    /// membership has ended.
    ///
    /// - Throws: ``PostgresError`` where the database could not be asked.
    package func caller(bearing credential: String) async throws -> Caller? {
        guard credential.utf8.count <= Self.longestCredential, credential.hasPrefix("outreach_") else {
            failures.note(.unknownCredential, client: nil, as: nil)
            return nil
        }
        let hash = Array(SHA256.hash(data: Array(credential.utf8)))
        let answer = remembered(hash)
        do {
            return admitted(try await answer.caller.value)
        } catch {
            forget(hash)
            throw error
        }
    }

    private func admitted(_ caller: Caller?) -> Caller? {
        guard let caller, caller.expiresAt > now() else {
            let reason: FailedSignIns.Reason = caller == nil ? .unknownCredential : .expired
            failures.note(reason, client: caller?.client, as: caller?.membership)
            return nil
        }
        uses.note(caller.client)
        return caller
    }

    /// Waits until what was noted so far is written: at the end of a process, and in tests.
    package func settle() async {
        await uses.settle()
        await failures.settle()
    }

    /// The answer that is known, or being looked up by somebody else, or looked up now.
    private func remembered(_ hash: [UInt8]) -> Answer {
        answers.withLock { answers in
            if let known = answers[hash], known.isFresh { return known }
            if answers.count >= Self.capacity { answers = answers.filter { $0.value.isFresh } }
            if answers.count >= Self.capacity { answers.removeAll() }
            let answer = Answer(
                caller: Task { [database] in try await Self.lookUp(hash, in: database) }, bornAt: .now)
            answers[hash] = answer
            return answer
        }
    }

    private func forget(_ hash: [UInt8]) {
        answers.withLock { _ = $0.removeValue(forKey: hash) }
    }

    private static func lookUp(_ hash: [UInt8], in database: Database) async throws -> Caller? {
        try await database.read(.signingIn) { session in
            guard let known = try session.caller(bearing: hash), isEqual(known.sha256, hash) else { return nil }
            return Caller(known)
        }
    }

    /// Compares in a time that does not depend on where two hashes differ.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Caller {
    init(_ known: KnownCaller) {
        let allowed = known.scopes ?? known.membership.role.scopes
        self.init(
            membership: known.membership, client: known.client,
            scopes: known.grantedScopes.map(allowed.intersection) ?? allowed,
            networks: known.networks.compactMap(NetworkRange.init), expiresAt: known.expiresAt)
    }
}

package import Jobs
package import Logging
internal import Metrics
internal import OutreachCore
package import Postgres
package import Store

/// Sends what is queued, in the order of each person's events, until nothing is due.
package struct Outbox: Sendable {
    private let database: Database
    private let logger: Logger
    private let backoff: Backoff

    /// Messages claimed at once, each of another person, and sent side by side.
    private static let pageSize = 20
    /// Tries before a message is dead: with the pauses of ``Backoff`` about two days.
    private static let maximumFailures = 60

    package init(database: Database, logger: Logger, backoff: Backoff = Backoff()) {
        self.database = database
        self.logger = logger
        self.backoff = backoff
    }

    /// How many messages a recipient's system took, and how many will be tried again or are dead.
    package struct Report: Hashable, Sendable {
        package var sent = 0
        package var failed = 0
        package var dead = 0
    }

    package func deliver(by driver: some NotificationDriver, as member: Membership) async throws -> Report {
        var report = Report()
        while !Task.isCancelled {
            let page = try await database.write(.acting(as: member)) { session in
                try session.claimMessages(to: driver.recipient, maximum: Self.pageSize, lease: driver.lease)
            }
            if page.isEmpty { break }
            let states = await withTaskGroup(of: OutboundMessage.State?.self) { group in
                for message in page { group.addTask { await send(message, by: driver, as: member) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for state in states { report.add(state) }
        }
        return report
    }

    /// Sends one message and writes down what came of it; `nil` where that could not be written.
    private func send(
        _ message: QueuedMessage, by driver: some NotificationDriver, as member: Membership
    ) async -> OutboundMessage.State? {
        let delivery: Result<Delivery, any Error>
        do {
            delivery = .success(try await driver.send(message))
        } catch {
            delivery = .failure(error)
        }
        do {
            return try await settle(message, delivery, as: member)
        } catch {
            // Its lease runs out, and it is sent again under the same key.
            return nil
        }
    }

    private func settle(
        _ message: QueuedMessage, _ delivery: Result<Delivery, any Error>, as member: Membership
    ) async throws -> OutboundMessage.State? {
        var state = message.state
        var code: String?
        switch delivery {
        case .success(.accepted): try state.apply(.send)
        case .success(.acknowledged): try state.apply(.acknowledge)
        case .success(.refused(let reason)):
            try state.apply(.refuse)
            code = reason
        case .failure(let error): code = jobErrorCode(of: error)
        }
        let failures = message.failures + (code == nil ? 0 : 1)
        if failures >= Self.maximumFailures {
            if state == .queued { try state.apply(.refuse) }
            try state.apply(.giveUp)
        }
        let (settled, delay) = (state, backoff.delay(after: failures))
        let reason = code.map(Self.safe)
        let isMine = try await database.write(.acting(as: member)) { session in
            if reason == nil {
                try session.audit(
                    AuditEntry(
                        "send_notification", people: [message.person],
                        details: ["notification": message.id.description, "recipient": message.recipient.rawValue]))
            }
            return try session.settle(
                message, as: settled, failures: failures, nextTryIn: delay, errorCode: reason)
        }
        tell(of: message, settled, reason)
        return isMine ? settled : nil
    }

    /// A driver's code, whatever it holds, as the database takes it.
    private static func safe(_ code: String) -> String {
        String(code.prefix(100).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private func tell(of message: QueuedMessage, _ state: OutboundMessage.State, _ code: String?) {
        Counter(
            label: "outreach_messages_total",
            dimensions: [("recipient", message.recipient.rawValue), ("state", state.rawValue)]
        ).increment()
        guard state == .dead else { return }
        logger.error(
            "message dead: somebody has to look at it",
            metadata: ["message": "\(message.id)", "recipient": "\(message.recipient)", "error_code": "\(code ?? "")"])
    }
}

extension Outbox.Report {
    fileprivate mutating func add(_ state: OutboundMessage.State?) {
        switch state {
        case .sent, .acknowledged: sent += 1
        case .dead: dead += 1
        case .held, .queued, .undeliverable, .dropped, nil: failed += 1
        }
    }
}

import Foundation
import Jobs
import Logging
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

@Suite struct `the outbox` {
    @Test func `delivers everything although three in ten sendings fail, each under one key and in order`() async throws
    {
        try await Post.with { post in
            let workers = try await post.recordDoses(of: 12)
            let sink = Sink(.practice, failing: 0.3)
            try await post.deliver(by: sink, until: ["acknowledged 0", "sent 36"])
            #expect(Set(sink.received.map(\.id)).count == 36)
            #expect(sink.tries.values.contains { $0 > 1 }, "nothing failed, so nothing was proved")
            for worker in workers {
                let first = sink.received.filter { $0.person == worker.person }.map(\.place)
                // Twice is allowed, going back is not: a later message never arrives before an earlier one.
                #expect(first == first.sorted())
                #expect(first.count >= 3)
            }
            let sent = try await post.clinic.texts(
                "SELECT count(DISTINCT details ->> 'notification')::text AS text FROM audit_entry"
                    + " WHERE action = 'send_notification'")
            #expect(sent == ["36"])
        }
    }

    @Test func `ends in the same state at a recipient whatever comes late or twice`() async throws {
        try await Post.with { post in
            try await post.recordDoses(of: 6)
            let sink = Sink(.practice, failing: 0.3)
            try await post.deliver(by: sink, until: ["acknowledged 0", "sent 18"])
            let plain = ReceiverModel(sink.received)
            for _ in 0..<50 {
                let stream = (sink.received + sink.received + sink.received.prefix(7)).shuffled()
                #expect(ReceiverModel(stream) == plain)
            }
        }
    }

    @Test func `drains within a minute once a recipient is well again`() async throws {
        try await Post.with { post in
            try await post.recordDoses(of: 4)
            let sink = Sink(.practice, failing: 1)
            // So long that every message fails a few times and none to death.
            let patient = post.outbox(pausing: .milliseconds(300))
            for _ in 0..<3 { _ = try await patient.deliver(by: sink, as: post.member) }
            let stuck = try await post.states()
            #expect(stuck == ["acknowledged 0", "queued 12"])
            sink.change { $0.failing = 0 }
            let began = ContinuousClock.now
            try await post.deliver(by: sink, until: ["acknowledged 0", "sent 12"])
            #expect(began.duration(to: .now) < .seconds(60))
        }
    }

    @Test func `gives a message up after its last try with an alarm, and sends it again by command`() async throws {
        try await Post.with { post in
            let workers = try await post.recordDoses(of: 2)
            let sink = Sink(.practice)
            sink.change { $0.refuses = true }
            try await post.clinic.own("UPDATE notification SET failures = 59 WHERE action = 'new'")
            _ = try await post.outbox.deliver(by: sink, as: post.member)
            let states = try await post.states()
            #expect(states == ["acknowledged 0", "dead 2", "queued 4"])
            #expect(post.said.all.count { $0.hasPrefix("error message dead") } == 2)
            // What follows about the same event waits for the message that is dead.
            sink.change { $0.refuses = false }
            let nothing = try await post.outbox.deliver(by: sink, as: post.member)
            #expect(nothing.sent == 0)

            let runner = try post.clinic.runner()
            let dead = try await runner.run(ListMessages(), as: post.clinic.members.steward)
            #expect(dead.count == 2)
            #expect(dead.allSatisfy { $0.errorCode == "not_known_here" })
            for line in dead {
                let outcome = try await runner.run(
                    ResendMessage(line.id.description), as: post.clinic.members.steward)
                #expect(outcome.state == .queued)
            }
            try await post.deliver(by: sink, until: ["acknowledged 0", "sent 6"])
            for worker in workers {
                let order = sink.received.filter { $0.person == worker.person }.map(\.action)
                #expect(order == [.new, .update, .delete])
            }
            let again = await refusal {
                try await runner.run(
                    ResendMessage(dead[0].id.description), as: post.clinic.members.steward)
            }
            #expect(again?.code == .conflict)
        }
    }

    @Test func `takes an answer late, twice, or before the sending is noted`() async throws {
        try await Post.with { post in
            try await post.recordDoses(of: 1)
            let sink = Sink(.practice)
            _ = try await post.outbox.deliver(by: sink, as: post.member)
            let ids = sink.received.map(\.id)
            let context = TransactionContext.acting(as: post.member)
            for id in [ids[0], ids[0], ids[1]] {
                let isTaken = try await post.clinic.test.database.write(context) { session in
                    try session.takeAnswer(to: id, .acknowledged)
                }
                #expect(isTaken)
            }
            let answers = try await post.clinic.test.database.write(context) { session in
                [
                    try session.takeAnswer(to: ids[2], .refused(code: "14")),
                    // It was acknowledged.
                    try session.takeAnswer(to: ids[0], .refused(code: "14")),
                    try session.takeAnswer(to: NotificationID(), .acknowledged),
                ]
            }
            #expect(answers == [true, false, false])
            let states = try await post.states()
            #expect(states == ["acknowledged 2", "undeliverable 1"])
            try await post.deliver(by: sink, until: ["acknowledged 2", "sent 1"])
            #expect(sink.tries[ids[2]] == 2)
        }
    }

    @Test func `shuts out a sender that was silent for longer than its lease`() async throws {
        try await Post.with { post in
            try await post.recordDoses(of: 1)
            let context = TransactionContext.acting(as: post.member)
            let database = post.clinic.test.database
            let slow = try await database.write(context) { session in
                try session.claimMessages(to: .practice, maximum: 10, lease: .seconds(0))
            }
            #expect(slow.count == 1, "one message of a person at a time")
            let quick = try await database.write(context) { session in
                try session.claimMessages(to: .practice, maximum: 10, lease: .seconds(60))
            }
            #expect(quick.map(\.id) == slow.map(\.id))
            let isMine = try await database.write(context) { session in
                try session.settle(slow[0], as: .sent, failures: 0, nextTryIn: .zero, errorCode: nil)
            }
            #expect(!isMine)
        }
    }
}

/// Doses of people with numbers, so that messages are queued.
private struct Post {
    let clinic: Clinic
    let member: Membership
    let said = SaidLines()

    static func with(_ body: (Post) async throws -> Void) async throws {
        try await Clinic.with { clinic in
            let member = try await WorkerAccount.membership(in: clinic.test.database)
            try await body(Post(clinic: clinic, member: member))
        }
    }

    var outbox: Outbox { outbox(pausing: .milliseconds(5)) }

    func outbox(pausing longest: Duration) -> Outbox {
        Outbox(
            database: clinic.test.database, logger: .saying(to: said),
            backoff: Backoff(first: longest, longest: longest))
    }

    /// Three messages to the practice about each: a dose, its correction, and that it never was.
    @discardableResult
    func recordDoses(of count: Int) async throws -> [Clinic.Worker] {
        var workers: [Clinic.Worker] = []
        for index in 0..<count {
            let worker = try await clinic.enrol(family: "Okafor" + String(repeating: "a", count: index))
            try await clinic.assignNumber(Made.number(index), to: worker)
            let dose = try await clinic.record(worker, .init(product: "Comirnaty"))
            let runner = try clinic.runner()
            let id = dose.vaccinationID.description
            _ = try await runner.run(
                AmendVaccination(id, DoseForm(batch: "FF2590"), reason: "misread"), as: clinic.members.vaccinator)
            _ = try await runner.run(VoidVaccination(id, reason: "not given"), as: clinic.members.vaccinator)
            workers.append(worker)
        }
        return workers
    }

    /// How many messages to the practice are in each state; the acknowledged first, also where there are none.
    func states() async throws -> [String] {
        try await clinic.texts(
            """
            SELECT 'acknowledged ' || count(*) AS text FROM notification
            WHERE recipient = 'practice' AND state = 'acknowledged'
            UNION
            SELECT state || ' ' || count(*) FROM notification
            WHERE recipient = 'practice' AND state <> 'acknowledged' GROUP BY state
            ORDER BY 1
            """)
    }

    func deliver(by sink: Sink, until states: [String]) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await self.states() != states, ContinuousClock.now < deadline {
            _ = try await outbox.deliver(by: sink, as: member)
        }
        let found = try await self.states()
        #expect(found == states)
    }
}

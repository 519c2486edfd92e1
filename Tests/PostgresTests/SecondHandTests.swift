import Foundation
import Postgres
import TestDatabase
import Testing

private let context = {
    var context = TransactionContext(role: nil, searchPath: "outreach, public, pg_temp")
    context.mayHaveSecondHand = true
    return context
}()

private let plain = TransactionContext(role: nil, searchPath: "outreach, public, pg_temp")

private let count = Query(name: "test", text: "SELECT count(*) AS n FROM job_schedule")
private let add = Query(
    name: "test", text: "INSERT INTO job_schedule (name, fired_for) VALUES ($1::text, now())")

private func rows(_ test: TestDatabase) async throws -> Int? {
    try await test.database.read(plain) { session in
        try session.first(count) { try $0.value("n", as: Int.self) }
    }
}

private struct Refused: Error {}

@Suite struct `a second hand` {
    @Test func `commits when it is told to, and not before`() async throws {
        try await TestDatabase.with { test in
            let before = try #require(try await rows(test))
            let seen = try await test.database.write(context) { session in
                let other = try session.beside(plain, timeout: .seconds(20)) { try $0.execute(add, "second") }
                try other.wait()
                let early = try session.first(count) { try $0.value("n", as: Int.self) }
                try other.commit()
                return (early, try session.first(count) { try $0.value("n", as: Int.self) })
            }
            #expect(seen.0 == before && seen.1 == before + 1)
        }
    }

    @Test func `is undone where it is abandoned or fails`() async throws {
        try await TestDatabase.with { test in
            let before = try await rows(test)
            await #expect(throws: Refused.self) {
                try await test.database.write(context) { session in
                    let abandoned = try session.beside(plain, timeout: .seconds(20)) { try $0.execute(add, "left") }
                    abandoned.abandon()
                    let failing = try session.beside(plain, timeout: .seconds(20)) { other in
                        try other.execute(add, "failed")
                        throw Refused()
                    }
                    try failing.commit()
                }
            }
            #expect(try await rows(test) == before)
        }
    }

    @Test func `is not to be had where the transaction is only tried`() async throws {
        try await TestDatabase.with { test in
            await #expect(throws: PostgresError.self) {
                try await test.database.write(plain) { session in
                    let mayHave = session.mayHaveSecondHand
                    #expect(!mayHave)
                    _ = try session.beside(plain, timeout: .seconds(1)) { _ in }
                }
            }
        }
    }
}

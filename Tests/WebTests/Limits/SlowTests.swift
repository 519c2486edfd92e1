import Foundation
import TestDatabase
import Testing

/// How long a whole request and its answer take, on a connection of its own.
private func time(_ program: ServedProgram) async throws -> Duration {
    let started = ContinuousClock.now
    let reply = try await Request("GET", "/health/ready").send(to: program.port)
    #expect(reply.status == 200)
    return .now - started
}

private func median(of count: Int, _ program: ServedProgram) async throws -> Duration {
    var times: [Duration] = []
    for _ in 0..<count { times.append(try await time(program)) }
    return times.sorted()[count / 2]
}

@Suite(.serialized) struct `a slow caller` {
    @Test func `is cut off in the header, in the body, and between requests`() async throws {
        try await TestDatabase.with { test in
            let settings = [
                "OUTREACH_LIMIT_HEADER_SECONDS": "2", "OUTREACH_LIMIT_BODY_SECONDS": "3",
                "OUTREACH_LIMIT_IDLE_SECONDS": "2",
            ]
            try await ServedProgram.with(on: test.url, settings) { program in
                async let silent = Self.life(program, sending: "", then: "")
                async let header = Self.life(
                    program, sending: "GET /health/live HTTP/1.1\r\nHost: a\r\n", then: "X: a\r\n")
                async let body = Self.life(
                    program,
                    sending: "POST /oauth2/token HTTP/1.1\r\nHost: a\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n",
                    then: "a")
                async let idle = Self.life(
                    program, sending: "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n", then: "", answers: 1)
                let lives = try await [silent, header, body, idle]
                for (life, limit) in zip(lives, [2.0, 2, 3, 2]) {
                    // Not before the limit, and soon after it.
                    #expect(life > limit - 0.5 && life < limit + 8, "\(life) for \(limit)")
                }
            }
        }
    }

    /// Sends something and then a little every 200 ms; the seconds until the connection is closed.
    private static func life(
        _ program: ServedProgram, sending first: String, then drip: String, answers: Int = 0
    ) async throws -> Double {
        let wire = try await Wire.open(program.port)
        let started = ContinuousClock.now
        try await wire.send(first)
        for _ in 0..<answers { _ = try await wire.reply() }
        while ContinuousClock.now - started < .seconds(30) {
            if try await wire.isClosed(within: .milliseconds(200)) { break }
            if !drip.isEmpty { try await wire.send(drip) }
        }
        let life = ContinuousClock.now - started
        return Double(life.components.seconds) + Double(life.components.attoseconds) / 1e18
    }

    @Test func `two hundred times over keeps nobody else waiting for a second`() async throws {
        try await TestDatabase.with { test in
            try await ServedProgram.with(on: test.url) { program in
                _ = try await time(program)
                var slow: [Wire] = []
                for number in 0..<200 {
                    let wire = try await Wire.open(program.port)
                    let kinds = [
                        "GET /health/live HTTP/1.1\r\nHost: a\r\nX-\(number): ",
                        "POST /oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\n\r\na",
                        "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n",
                        "",
                    ]
                    try await wire.send(kinds[number % kinds.count])
                    slow.append(wire)
                }
                let first = try await median(of: 5, program)
                for wire in slow where !slow.isEmpty { try await wire.send("a") }
                let second = try await median(of: 5, program)
                #expect(first < .seconds(1) && second < .seconds(1), "\(first), \(second)")
            }
        }
    }

    @Test func `among as many connections as there may be is not answered, and the next one is when one ends`()
        async throws
    {
        try await TestDatabase.with { test in
            try await ServedProgram.with(on: test.url, ["OUTREACH_LIMIT_CONNECTIONS": "5"]) { program in
                var held: [Wire] = []
                for _ in 0..<5 {
                    let wire = try await Wire.open(program.port)
                    try await wire.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
                    let reply = try await wire.reply()
                    #expect(reply?.status == 200)
                    held.append(wire)
                }
                let sixth = try await Wire.open(program.port)
                try await sixth.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
                await #expect(throws: Wire.TimedOut.self) { try await sixth.reply(within: .seconds(1)) }
                held.removeAll()
                let reply = try await sixth.reply(within: .seconds(10))
                #expect(reply?.status == 200)
            }
        }
    }
}

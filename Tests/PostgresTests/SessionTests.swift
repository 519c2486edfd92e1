import Foundation
import TestDatabase
import Testing

@testable import Postgres

private let plain = TransactionContext(role: nil, searchPath: "outreach, public, pg_temp")

private func query(_ text: String) -> Query {
    Query(name: "test", text: text)
}

@Suite struct `a session` {
    @Test func `gives values back as they went in`() async throws {
        try await TestDatabase.with { test in
            let texts = ["", "O'Brien", "Łukasz", "नेहा", "tab\tand\nline", "back\\slash", "\"quoted\"", "NULL", "{a,b}"]
            let back = try await test.database.read(plain) { session in
                try session.first(query("SELECT $1::text[] AS texts"), PostgresArray(texts)) { row in
                    try row.array("texts", of: String.self)
                }
            }
            #expect(back == texts)
        }
    }

    @Test func `keeps a moment to the microsecond`() async throws {
        try await TestDatabase.with { test in
            let moments = [0, 1_700_000_000.123456, -1.5, 951_782_399.999999].map(Date.init(timeIntervalSince1970:))
            for moment in moments {
                let back = try await test.database.read(plain) { session in
                    try session.first(query("SELECT $1::timestamptz AS moment"), moment) { row in
                        try row.value("moment", as: Date.self)
                    }
                }
                #expect(abs((back ?? .distantPast).timeIntervalSince(moment)) < 0.000_001)
            }
        }
    }

    @Test func `refuses a text with a NUL instead of cutting it short`() async throws {
        try await TestDatabase.with { test in
            await #expect(throws: PostgresError(.nulInText)) {
                try await test.database.write(plain) { try $0.execute(query("SELECT $1::text"), "a\0b") }
            }
        }
    }

    @Test func `names the violated constraint and nothing of the values`() async throws {
        try await TestDatabase.with { test in
            let insert = query("INSERT INTO account (sign_in, name) VALUES ($1::text, 'Somebody')")
            let error = await #expect(throws: PostgresError.self) {
                try await test.database.write(plain) { session in
                    try session.execute(insert, "canary@home.example")
                    try session.execute(insert, "canary@home.example")
                }
            }
            #expect(error?.constraint == "sign_in_is_unique")
            #expect(String(reflecting: error).contains("canary") == false)
        }
    }

    @Test func `undoes what its body did when the body throws`() async throws {
        try await TestDatabase.with { test in
            struct Stop: Error {}
            await #expect(throws: Stop.self) {
                try await test.database.write(plain) { session in
                    try session.execute(query("INSERT INTO account (sign_in, name) VALUES ('gone', 'Gone')"))
                    throw Stop()
                }
            }
            let left = try await count("account WHERE sign_in = 'gone'", test)
            #expect(left == 0)
        }
    }

    @Test func `undoes only the poisoned part inside a savepoint`() async throws {
        try await TestDatabase.with { test in
            try await test.database.write(plain) { session in
                try session.execute(query("INSERT INTO account (sign_in, name) VALUES ('good', 'Good')"))
                do {
                    try session.savepoint { _ = try session.execute(query("SELECT 1 / 0")) }
                    Issue.record("a division by zero went through")
                } catch let error as PostgresError {
                    #expect(error.sqlState == SQLState("22012"))
                }
                try session.execute(query("INSERT INTO account (sign_in, name) VALUES ('better', 'Better')"))
            }
            #expect(try await count("account WHERE sign_in IN ('good', 'better')", test) == 2)
        }
    }

    @Test func `forgets role and actor with the transaction`() async throws {
        try await TestDatabase.with { test in
            let acting = TransactionContext(
                role: DatabaseRole("outreach_service"), searchPath: "outreach", settings: [("outreach.role", "steward")]
            )
            let whoami = query("SELECT current_user || coalesce(current_setting('outreach.role', true), '') AS who")
            let during = try await test.database.read(acting) {
                try $0.first(whoami) { try $0.value("who", as: String.self) }
            }
            let after = try await test.database.read(plain) {
                try $0.first(whoami) { try $0.value("who", as: String.self) }
            }
            #expect(during == "outreach_servicesteward")
            #expect(after?.contains("steward") == false && after?.hasPrefix("outreach_service") == false)
        }
    }

    @Test func `copies rows in and out exactly`() async throws {
        try await TestDatabase.with { test in
            let rows = (0..<5_000).map { ["\($0)", $0 % 7 == 0 ? "" : "name\t\($0)\n\\N"] }
            let names = try await test.database.write(plain) { session in
                try session.executeScript("CREATE TEMPORARY TABLE copied (id integer, name text) ON COMMIT DROP")
                let count = try session.copyIn(query("COPY copied (id, name) FROM STDIN")) { writer in
                    for row in rows { try writer.writeRow(row) }
                }
                #expect(count == 5_000)
                var names: [String?] = []
                try session.copyOut(
                    query("COPY (SELECT nullif(name, '') FROM copied ORDER BY id) TO STDOUT (FORMAT binary)")
                ) { value in
                    names.append(value.map { String(decoding: $0, as: UTF8.self) })
                }
                return names
            }
            #expect(names == rows.map { $0[1].isEmpty ? nil : $0[1] })
        }
    }

    @Test func `reads a copy the same wherever its pieces are cut`() throws {
        // A signature, no flags, no extension; "one", NULL, "" and "four" in rows of one column; the end.
        let header = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0x00] + [UInt8](repeating: 0, count: 8)
        let rows: [[UInt8]] = [
            [0, 1, 0, 0, 0, 3] + Array("one".utf8), [0, 1, 0xff, 0xff, 0xff, 0xff], [0, 1, 0, 0, 0, 0],
            [0, 1, 0, 0, 0, 4] + Array("four".utf8), [0xff, 0xff],
        ]
        let bytes = header + rows.joined()
        for cut in bytes.indices {
            for second in cut..<bytes.count {
                var reader = CopyReader()
                var values: [String?] = []
                for piece in [bytes[..<cut], bytes[cut..<second], bytes[second...]] {
                    try Array(piece).withUnsafeBytes { piece in
                        try reader.read(piece) { value in
                            values.append(value.map { String(decoding: $0, as: UTF8.self) })
                        }
                    }
                }
                #expect(values == ["one", nil, "", "four"], "cut at \(cut) and \(second)")
            }
        }
    }

    @Test func `undoes a copy whose source fails half way`() async throws {
        try await TestDatabase.with { test in
            struct Torn: Error {}
            await #expect(throws: Torn.self) {
                try await test.database.write(plain) { session in
                    _ = try session.copyIn(query("COPY account (sign_in, name) FROM STDIN")) { writer in
                        try writer.writeRow(["half", "Half"])
                        throw Torn()
                    }
                }
            }
            let left = try await count("account WHERE sign_in = 'half'", test)
            #expect(left == 0)
        }
    }

    @Test func `streams a large answer row by row`() async throws {
        try await TestDatabase.with { test in
            let sum = try await test.database.read(plain) { session in
                var sum = 0
                try session.forEach(query("SELECT n FROM generate_series(1, $1::integer) AS n"), 100_000) { row in
                    sum += try row.value("n", as: Int.self)
                }
                return sum
            }
            #expect(sum == 5_000_050_000)
        }
    }

    @Test func `runs a transaction again that lost a deadlock`() async throws {
        try await TestDatabase.with { test in
            try await test.database.write(plain) { session in
                try session.execute(query("INSERT INTO account (sign_in, name) VALUES ('one', 'x'), ('two', 'x')"))
            }
            let touch = query("UPDATE account SET name = name || '.' WHERE sign_in = $1::text")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in [["one", "two"], ["two", "one"]] {
                    group.addTask {
                        try await test.database.write(plain) { session in
                            try session.execute(touch, order[0])
                            try session.execute(query("SELECT pg_sleep(0.3)"))
                            try session.execute(touch, order[1])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await count("account WHERE name = 'x..'", test) == 2)
        }
    }

    @Test func `cannot write in a read transaction`() async throws {
        try await TestDatabase.with { test in
            let error = await #expect(throws: PostgresError.self) {
                try await test.database.read(plain) { session in
                    try session.execute(query("INSERT INTO account (sign_in, name) VALUES ('no', 'No')"))
                }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
        }
    }
}

private func count(_ what: String, _ test: TestDatabase) async throws -> Int? {
    try await test.database.read(plain) { session in
        try session.first(query("SELECT count(*) AS n FROM \(what)")) { try $0.value("n", as: Int.self) }
    }
}

@Suite struct `texts of the database` {
    @Test func `are read as Foundation reads them`() throws {
        for _ in 0..<1_000 {
            let uuid = UUID()
            #expect(UUID(postgresText: uuid.uuidString) == uuid)
            #expect(uuid.postgresText == uuid.uuidString.lowercased())
        }
        let right = "d95c06fb-5120-4433-9b7f-995c03406fa8"
        for text in ["", String(right.dropLast()), right.replacing("-9b7f-", with: "-9b7f_"), "g" + right.dropFirst()] {
            #expect(UUID(postgresText: text) == nil)
        }
        for seconds in stride(from: -2_208_988_800.0, to: 4_102_444_800, by: 86_400 * 13 + 3_661) {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(Date(postgresText: date.postgresText ?? "") == date)
        }
        #expect(Date(postgresText: "2026-11-20 22:20:51.5+00") == Date(timeIntervalSince1970: 1_795_213_251.5))
        for text in ["", "2026-13-01 00:00:00+00", "2026-11-20 22:20:51+01", "infinity", "12026-11-20 22:20:51+00"] {
            #expect(Date(postgresText: text) == nil)
        }
    }
}

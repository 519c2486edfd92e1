import Postgres
import SQLFiles
import Store
import TestDatabase
import Testing

@Suite struct `the migrator` {
    @Test func `takes turns with another one that runs at the same time`() async throws {
        let names = try SQLFiles.migrations().map(\.name)
        try await TestDatabase.withEmpty { test in
            async let first = migrate(test)
            async let second = migrate(test)
            let ran = try await first + second
            #expect(ran.sorted() == names)
            let pending = try await Migrator(test.database).pending()
            #expect(pending == [])
        }
    }

    @Test func `refuses a migration that ran here with another text`() async throws {
        try await TestDatabase.with { test in
            try await test.script("UPDATE schema_migration SET sha256 = 'other' WHERE number = 3")
            await #expect(throws: Migrator.Failure.changed("0003_cases_and_vaccinations")) {
                try await Migrator(test.database).migrate()
            }
        }
    }

    @Test func `works on what a newer program has added, and does not migrate it`() async throws {
        try await TestDatabase.with { test in
            try await test.script("INSERT INTO schema_migration (number, name, sha256) VALUES (9998, '9998_more', '')")
            let standing = try await Migrator(test.database).standing()
            #expect(standing.pending == [])
            #expect(standing.newer == ["9998_more"])
            await #expect(throws: Migrator.Failure.unknown(9_998)) {
                try await Migrator(test.database).migrate()
            }
        }
    }

    @Test func `refuses a database from which a newer program has taken something away`() async throws {
        try await TestDatabase.with { test in
            try await test.script(
                "INSERT INTO schema_migration (number, name, sha256) VALUES (9999, '9999_contract_less', '')")
            await #expect(throws: Migrator.Failure.unknown(9_999)) {
                try await Migrator(test.database).pending()
            }
        }
    }
}

/// Through a pool of its own, as another program would.
private func migrate(_ test: TestDatabase) async throws -> [String] {
    let database = Database(Database.Configuration(url: test.url))
    let names = try await Migrator(database).migrate()
    await database.close()
    return names
}

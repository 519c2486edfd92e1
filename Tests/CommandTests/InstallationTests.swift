import Postgres
import TestDatabase
import Testing

@Suite(.serialized) struct `an installation` {
    @Test func `is refused on a server that may lose acknowledged writes`() async throws {
        try await TestServer.with { server in
            let migrated = try await Outreach.run("migrate", on: server.url)
            #expect(migrated.status == 0)
            for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
                try await alter(server, "SET \(setting) = off")
                let refused = try await Outreach.run("organisation", "list", on: server.url)
                #expect(refused.status == 78)
                #expect(refused.standardError.hasPrefix("\(setting) is off: set \(setting) = on"))
                let doctor = try await Outreach.run("doctor", on: server.url)
                #expect(doctor.status == 78)
                #expect(doctor.standardOutput.contains("FAIL \(setting) is off"))
                try await alter(server, "RESET \(setting)")
            }
            let accepted = try await Outreach.run("organisation", "list", on: server.url)
            #expect(accepted.status == 0)
        }
    }

    @Test func `is well after its migrations, and says what to do before them`() async throws {
        try await TestDatabase.withEmpty { test in
            let early = try await Outreach.run("doctor", on: test.url)
            #expect(early.status == 78)
            #expect(early.standardOutput.contains("run outreach migrate"))
            let refused = try await Outreach.run("organisation", "list", on: test.url)
            #expect(refused.status == 78)
            _ = try await Outreach.run("migrate", on: test.url)
            let doctor = try await Outreach.run("doctor", on: test.url)
            #expect(doctor.status == 0)
            #expect(!doctor.standardOutput.contains("FAIL"))
            try await test.script("UPDATE outreach.schema_migration SET sha256 = 'other' WHERE number = 1")
            let changed = try await Outreach.run("organisation", "list", on: test.url)
            #expect(changed.status == 78)
            #expect(changed.standardError.contains("0001_organisations_and_accounts"))
        }
    }

    @Test(
        "never shows a password of its settings",
        arguments: [
            "postgresql://user:se@cret:/x@host/name",
            "postgresql://host/name?user=u&password=secret&sslpassword=secret",
            "host=h password='se cret' user=u", "host=h PASSWORD = secret",
        ])
    func redaction(_ address: String) async throws {
        let shown = try await Outreach.run("config", "show", on: address)
        #expect(shown.status == 0)
        #expect(!shown.standardOutput.contains("cret"))
        #expect(shown.standardOutput.contains("***"))
    }

    @Test func `is told which setting cannot be read`() async throws {
        let flag = ["OUTREACH_ALLOW_NO_CHECKSUMS": "CANARY"]
        let check = try await Outreach.run("config", "check", on: "host=h", environment: flag)
        #expect(check.status == 78)
        #expect(check.standardOutput == "OUTREACH_ALLOW_NO_CHECKSUMS is neither true nor false\n")
        let well = try await Outreach.run("config", "check", on: "host=h")
        #expect(well.status == 0)
    }

    private func alter(_ server: TestServer, _ change: String) async throws {
        for statement in ["ALTER SYSTEM \(change)", "SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)"] {
            let output = try await Command.run("psql", ["-q", "-c", statement, server.url])
            guard output.status == 0 else { throw CommandFailed(output: output) }
        }
    }
}

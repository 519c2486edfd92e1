import Foundation
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

    @Test func `is well with a model of its own, and says which it is`() async throws {
        try await TestDatabase.with { test in
            let before = try await Outreach.run("doctor", on: test.url)
            #expect(before.standardOutput.contains("ok   the matching model is the one that this program was released"))
            #expect(!before.standardOutput.contains("note"))
            try await test.script(
                """
                INSERT INTO match_model (
                    model_id, text, name, notes, trained_from, added_by, approved_at, approved_by)
                SELECT encode(sha256('of our own'), 'hex'), 'of our own', 'autumn', '', 'files of March', NULL, now(),
                       account_id
                FROM account WHERE sign_in = 'operator';
                INSERT INTO match_model_activation (activation, model_id, kind, reason, activated_at, activated_by)
                SELECT 2, encode(sha256('of our own'), 'hex'), 'approval', 'compared', '2026-11-01 12:00+00', account_id
                FROM account WHERE sign_in = 'operator'
                """)
            let doctor = try await Outreach.run("doctor", on: test.url)
            #expect(doctor.status == 0)
            let note = doctor.standardOutput.split(separator: "\n").first { $0.hasPrefix("note") } ?? ""
            #expect(note.contains("autumn") && note.contains("in use since 2026-11-01"))
            #expect(note.contains("c8bf39648085"))
        }
    }

    @Test(
        "never shows a password of its settings",
        arguments: [
            "postgresql://user:za@xyz:/x@host/name",
            "postgresql://host/name?user=u&password=zaxyz&sslpassword=zaxyz",
            "host=h password='za xyz' user=u", "host=h PASSWORD = zaxyz",
        ])
    func redaction(_ address: String) async throws {
        let shown = try await Outreach.run("config", "show", on: address)
        #expect(shown.status == 0)
        #expect(!shown.standardOutput.contains("xyz"))
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

    @Test func `takes its secrets from files, after the environment and before the defaults`() async throws {
        let (files, secrets) = (try Folder(), try Folder())
        let address = try files.file("mounted", "postgresql://outreach_app:se@cret@filed/outreach\n".utf8)
        // As Kubernetes mounts it: a link.
        try FileManager.default.createSymbolicLink(
            atPath: secrets.path("database-url"), withDestinationPath: address)
        _ = try secrets.file("outreach-as", "ada@example.org\n".utf8)
        for name in ["OUTREACH_SECRETS_DIR", "CREDENTIALS_DIRECTORY"] {
            let shown = try await shown(["-u", "DATABASE_URL", "-u", "OUTREACH_AS", "\(name)=\(secrets.path(""))"])
            #expect(shown["DATABASE_URL"] == ["postgresql://outreach_app:***@filed/outreach", "secret file"])
            #expect(shown["OUTREACH_AS"] == ["ada@example.org", "secret file"])
            #expect(shown["OUTREACH_ACCEPT_TEST_NUMBERS"] == ["true", "default"])
        }
        let both = try await shown(["DATABASE_URL=host=named", "OUTREACH_SECRETS_DIR=\(secrets.path(""))"])
        #expect(both["DATABASE_URL"] == ["host=named", "environment"])
    }

    @Test func `is told where its secrets cannot be read, and not what they are`() async throws {
        let folder = ["OUTREACH_SECRETS_DIR": "/nowhere/CANARY"]
        for command in [["config", "show"], ["config", "check"], ["doctor"]] {
            let refused = try await Outreach.run(command, on: "host=h", environment: folder)
            #expect(refused.status == 78)
            let said = refused.standardOutput + refused.standardError
            #expect(said.hasPrefix("The folder of secrets cannot be read. Correct OUTREACH_SECRETS_DIR"))
            #expect(!said.contains("CANARY"))
        }
    }

    /// Value and source of every setting, by the name of its variable; `env` gets the arguments.
    private func shown(_ environment: [String]) async throws -> [String: [String?]] {
        let output = try await Command.run("env", environment + [Outreach.path(), "config", "show", "--json"])
        guard output.status == 0 else { throw CommandFailed(output: output) }
        let settings = try JSONDecoder().decode([ShownSetting].self, from: Data(output.standardOutput.utf8))
        return Dictionary(uniqueKeysWithValues: settings.map { ($0.name, [$0.value, $0.source]) })
    }

    private struct ShownSetting: Decodable {
        let name: String
        let value: String?
        let source: String
    }

    private func alter(_ server: TestServer, _ change: String) async throws {
        for statement in ["ALTER SYSTEM \(change)", "SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)"] {
            let output = try await Command.run("psql", ["-q", "-c", statement, server.url])
            guard output.status == 0 else { throw CommandFailed(output: output) }
        }
    }
}

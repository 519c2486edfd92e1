import Foundation
import TestDatabase
import Testing

@Suite struct `commands of an administrator` {
    @Test func `load organisations, add accounts and clients`() async throws {
        try await TestDatabase.with { test in
            let file = "ods_code,name,kinds,setting\nVL0AA,Rose Hill,employer,care_home\n"
            let load = try await Outreach.run("organisation", "load", "-", on: test.url, input: file)
            #expect(load.standardOutput == "added 1, changed 0, unchanged 0\n")
            let add = try await Outreach.run(
                "account", "add", "ada@example.org", "--name", "Ada", "--role", "manager", "--at", "VL0AA",
                on: test.url)
            #expect(add.standardOutput == "account_added\n")
            let client = try await Outreach.run(
                "client", "add", "--name", "Rota", "--at", "VL0AA", "--days", "30", on: test.url)
            #expect(client.standardOutput.contains(/^outreach_[0-9a-f]{8}_[0-9a-f]{64}\n/))
            let lists = try await Outreach.run("client", "list", on: test.url)
            #expect(lists.standardOutput.contains("Rota"))
            #expect(!lists.standardOutput.contains(/[0-9a-f]{64}/))
            let refused = try await Outreach.run("account", "list", "--as", "ada@example.org", on: test.url)
            #expect(refused.status == 77)
        }
    }

    @Test(
        "never repeat what was typed when the usage is wrong",
        arguments: [
            ["account", "add", "CANARY VALUE", "--role", "manager", "--at", "VL0AA"],
            ["account", "add", "a@example.org", "--role", "CANARY", "--at", "VL0AA"],
            ["account", "add", "a@example.org", "--role=CANARY", "--at", "VL0AA"],
            ["account", "add", "a@example.org", "--role", "manager", "--at", "CANARY-1"],
            ["client", "add", "--name", "x", "--at", "VL0AA", "--days", "CANARY"],
            ["organisation", "add", "CANARY-1", "--name", "x", "--kind", "site"],
            ["organisation", "list", "CANARY"],
            ["audit", "export", "--from", "CANARY"],
        ])
    func usage(_ arguments: [String]) async throws {
        let output = try await Command.run(
            Outreach.path(), arguments, environment: ["DATABASE_URL": "postgresql:///nothing"])
        #expect(output.status == 64)
        #expect(!output.standardError.contains("CANARY"))
        #expect(!output.standardOutput.contains("CANARY"))
    }

    @Test func `end with the status that says why`() async throws {
        try await TestDatabase.with { test in
            let missing = try await Outreach.run("account", "disable", "nobody@example.org", on: test.url)
            #expect(missing.status == 2)
            let last = try await Outreach.run("account", "disable", "operator", on: test.url)
            #expect(last.status == 1)
            let unreachable = try await Outreach.run("account", "list", on: "host=/nowhere dbname=none")
            #expect(unreachable.status == 75)
            let unset = try await Outreach.run("account", "list", on: "")
            #expect(unset.status == 78)
        }
    }
}

@Suite struct `commands of an auditor` {
    @Test func `seal, export and verify, and see a tamper`() async throws {
        try await TestDatabase.with { test in
            let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            _ = try await Outreach.run("organisation", "list", on: test.url)
            let sealed = try await Outreach.run("audit", "seal", on: test.url)
            #expect(sealed.standardOutput == "sealed 1\n")
            let heads = folder.appending(path: "heads.json").path()
            _ = try await Outreach.run("audit", "heads", "--out", heads, on: test.url)
            let export = try await Outreach.run("audit", "export", on: test.url)
            // Also of the list, the sealing and the heads.
            #expect(export.standardOutput.split(separator: "\n").count == 4)
            let intact = try await Outreach.run("audit", "verify", "--heads", heads, on: test.url)
            #expect(intact.status == 0)
            try await test.script("DELETE FROM audit_seal")
            let cut = try await Outreach.run("audit", "verify", "--heads", heads, on: test.url)
            #expect(cut.status == 1)
            #expect(cut.standardOutput.contains("tail_cut"))
        }
    }
}

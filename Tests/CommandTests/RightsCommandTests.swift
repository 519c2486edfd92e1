import Foundation
import TestDatabase
import Testing

@Suite struct `commands for clients, heads and rights` {
    @Test func `give a client its scopes, show them, and rotate its key`() async throws {
        try await TestDatabase.with { test in
            _ = try await Outreach.run(
                "organisation", "add", "RX101", "--name", "Hub", "--kind", "site", on: test.url)
            let client = ["client", "add", "--name", "Ward", "--at", "RX101", "--json"]
            let added = try await Outreach.run(
                client + ["--scope", "checks", "--network", "192.0.2.0/24"], on: test.url)
            let prefix = try #require(Outreach.text("keyPrefix", in: added.standardOutput))
            let wide = try await Outreach.run(client + ["--scope", "merges"], on: test.url)
            #expect(wide.status == 1)
            let fetched = try await Outreach.run(client + ["--jwks", "https://example.org/keys"], on: test.url)
            #expect(fetched.standardError.contains("not fetched"))
            let list = try await Outreach.run("client", "list", on: test.url)
            #expect(list.standardOutput.contains("checks") && list.standardOutput.contains("192.0.2.0/24"))
            let rehearsed = try await Outreach.run("client", "rotate", prefix, "--dry-run", on: test.url)
            #expect(rehearsed.standardOutput == "would be: client_rotated\n")
            let rotated = try await Outreach.run("client", "rotate", prefix, "--json", on: test.url)
            #expect(
                Outreach.text("client", in: rotated.standardOutput) == Outreach.text("client", in: added.standardOutput)
            )
            #expect(Outreach.text("key", in: rotated.standardOutput) != Outreach.text("key", in: added.standardOutput))
        }
    }

    @Test func `sign heads, and believe no others`() async throws {
        try await TestDatabase.with { test in
            let folder = try Folder()
            _ = try await Outreach.run("organisation", "list", on: test.url)
            _ = try await Outreach.run("audit", "seal", on: test.url)
            var keys: [String] = []
            for name in ["one", "other"] {
                let made = try await Outreach.run("audit", "keygen", "--out", folder.path(name), on: "")
                keys.append(try folder.file("\(name).pub", made.standardOutput.utf8))
            }
            let key = ["OUTREACH_AUDIT_KEY_FILE": folder.path("one")]
            let heads = try await Outreach.run(
                "audit", "heads", "--folder", folder.url.path(), on: test.url, environment: key)
            #expect(heads.status == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path())
            let name = try #require(names.first { $0.hasPrefix("audit-heads-") })
            for (index, status) in [(0, 0), (1, 1)] as [(Int, Int32)] {
                let verified = try await Outreach.run(
                    "audit", "verify", "--heads", folder.path(name), "--public-key", keys[index], on: test.url)
                #expect(verified.status == status)
            }
        }
    }

    @Test func `answer for a person's rights`() async throws {
        try await TestDatabase.with { test in
            let folder = try Folder()
            _ = try await Members.make(in: test)
            let enrolled = try await Outreach.run(
                "enrol", "--family", "Okafor", "--given", "Ada", "--birth-date", "1985-07-14", "--as",
                "manager@example.org", "--json", on: test.url)
            let id = try #require(Outreach.text("temporaryID", in: enrolled.standardOutput))
            let rectified = try await Outreach.run(
                "person", "rectify", id, "--family", "Okoro", "--reason", "passport seen", on: test.url)
            #expect(rectified.standardOutput == "version 2, changed: family_name\n")
            let out = folder.path("subject.json")
            let export = try await Outreach.run(
                "person", "export", id, "--reason", "asked by letter", "--out", out, on: test.url)
            #expect(export.status == 0)
            let bytes = try Data(contentsOf: URL(filePath: out))
            let document = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
            let tables = document?["tables"] as? [String: [[String: Any]]]
            #expect(tables?["person_details"]?.count == 2)
        }
    }

    @Test func `remove nothing without a dry run`() async throws {
        try await TestDatabase.with { test in
            let bare = try await Outreach.run("retention", on: test.url)
            #expect(bare.status == 64)
            let planned = try await Outreach.run("retention", "--dry-run", "--json", on: test.url)
            let run = try #require(Outreach.text("run", in: planned.standardOutput))
            let done = try await Outreach.run("retention", "--plan", run, on: test.url)
            #expect(done.status == 0)
            let again = try await Outreach.run("retention", "--plan", run, on: test.url)
            #expect(again.status == 1)
        }
    }
}

import Foundation
import TestDatabase
import Testing

@Suite struct `commands of temporary IDs` {
    @Test func `take a card through its life`() async throws {
        try await TestDatabase.with { test in
            let life = Life(url: test.url)
            _ = try await life.run("organisation", "add", "VL0AA", "--name", "Rose Hill", "--kind", "employer")
            let ids = try await life.run("id", "reserve", "2").split(separator: "\n").map(String.init)
            #expect(ids.count == 2)
            let bound = try await life.run(
                "id", "bind", ids[0], "--employer", "VL0AA", "--family", "Okafor", "--given", "Chidi",
                "--birth-date", "14-Jul-1985")
            #expect(bound == "Bound. Temporary ID: \(ids[0])\n")
            let rehearsed = try await life.run("id", "replace", ids[0], "--dry-run")
            #expect(rehearsed == "Nothing was written; it would be done.\n")
            let next = try await life.run("id", "replace", ids[0], "--key", "desk 1")
            let again = try await life.run("id", "replace", ids[0], "--key", "desk 1")
            #expect(next == again && next.contains(/^T..-....-....\n$/))
            let new = next.trimmingCharacters(in: .newlines)
            let card = try await life.run("id", "card", new)
            #expect(card.contains("OKAFOR, Chidi") && card.contains(new))
            let revoked = try await life.run("id", "revoke", new, "--reason", "test")
            #expect(revoked == "revoked\n")
            let issued = try await life.run("id", "issue", ids[0], "--json")
            #expect(issued.contains("\"temporaryID\""))
        }
    }

    @Test func `write cards into a new file that is its owner's alone`() async throws {
        try await TestDatabase.with { test in
            let life = Life(url: test.url)
            let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).html")
            defer { try? FileManager.default.removeItem(at: file) }
            let ids = try await life.run("id", "reserve", "11").split(separator: "\n").map(String.init)
            let said = try await Command.run(
                Outreach.path(), ["id", "card"] + ids + ["--out", file.path()], environment: life.environment)
            #expect(said.standardOutput == "11 cards in \(file.path())\n")
            let mode = try FileManager.default.attributesOfItem(atPath: file.path())[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let html = try String(contentsOf: file, encoding: .utf8)
            #expect(ids.allSatisfy(html.contains))
        }
    }

    @Test func `work in an installed copy, with its own templates`() async throws {
        try await TestDatabase.with { test in
            let copy = try InstalledCopy()
            defer { copy.remove() }
            let life = Life(url: test.url, program: copy.program)
            let help = try await life.run("id", "card", "--help")
            #expect(help.contains("EXAMPLES"))
            let id = try await life.run("id", "reserve", "1").trimmingCharacters(in: .newlines)
            try copy.mark("THIS IS THE COPY")
            let card = try await life.run("id", "card", id)
            #expect(card.contains(id) && card.contains("THIS IS THE COPY"))
        }
    }
}

/// Commands on one database, each of which must succeed.
private struct Life {
    let url: String
    var program: String?

    var environment: [String: String] { ["DATABASE_URL": url, "OUTREACH_AS": "operator"] }

    func run(_ arguments: String...) async throws -> String {
        let output = try await Command.run(program ?? Outreach.path(), arguments, environment: environment)
        guard output.status == 0 else { throw CommandFailed(output: output) }
        return output.standardOutput
    }
}

/// The executable and its resource folders in a folder of their own.
private struct InstalledCopy {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "installed-\(UUID().uuidString)")

    var program: String { folder.appending(path: "outreach").path() }

    init() throws {
        let files = FileManager.default
        let built = URL(filePath: try Outreach.path())
        let source = built.deletingLastPathComponent()
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        try files.copyItem(at: built, to: folder.appending(path: "outreach"))
        for name in try files.contentsOfDirectory(atPath: source.path()) where name.hasSuffix(".resources") {
            try files.copyItem(at: source.appending(path: name), to: folder.appending(path: name))
        }
    }

    /// Writes something into the copy's templates that those of the build folder do not have.
    func mark(_ text: String) throws {
        let template = folder.appending(path: "outreach_Templates.resources/cards/notes.mustache")
        try Data(text.utf8).write(to: template)
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }
}

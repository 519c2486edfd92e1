import Foundation
import Postgres
import SQLFiles
import Store
import TestDatabase
import Testing

@Suite struct `query files` {
    @Test func `are accepted by PREPARE and may be run by the role that runs them`() async throws {
        try await TestDatabase.with { test in
            for name in try SQLFiles.queryNames() {
                let text = try SQLFiles.query(name)
                // Neither COPY nor CREATE can be prepared.
                guard !["COPY", "CREATE"].contains(where: statement(of: text).hasPrefix) else { continue }
                let staging = text.contains("reference_staging") ? try SQLFiles.query("reference/make_staging") : ""
                await #expect(throws: Never.self, "\(name)") {
                    try await test.database.write(context(of: name)) { session in
                        try session.executeScript(staging)
                        try session.executeScript("PREPARE checked AS \(text)")
                        // PREPARE asks for no permission, the beginning of an execution does.
                        try session.executeScript("EXPLAIN EXECUTE checked \(nulls(for: text)); DEALLOCATE checked")
                    }
                }
            }
        }
    }

    @Test func `are each used by exactly one function`() throws {
        let sources = try swiftFiles().map { try String(contentsOf: $0, encoding: .utf8) }
        for name in try SQLFiles.queryNames() {
            let uses = sources.reduce(0) { $0 + $1.split(separator: ".query(\"\(name)\")").count - 1 }
            #expect(uses == 1, "\(name)")
        }
    }

    @Test func `are all read at once by what outlives an upgrade of its files`() throws {
        let names = try SQLFiles.queryNames()
        let read = try Query.loadAll()
        #expect(read == names.count)
        #expect(read > 100)
    }

    @Test func `are there for every use`() throws {
        let names = Set(try SQLFiles.queryNames())
        for file in try swiftFiles() {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /\.query\("([^"]+)"\)/) {
                #expect(names.contains(String(match.1)), "\(file.lastPathComponent)")
            }
        }
    }

    @Test func `cast and explain every parameter`() throws {
        for name in try SQLFiles.queryNames() {
            let text = try SQLFiles.query(name)
            let uncast = statement(of: text).matches(of: /\$[0-9]+(?![0-9]|::)/).map { String($0.0) }
            #expect(uncast == [], "\(name)")
            for number in 0..<parameterCount(of: text) {
                #expect(text.contains("--   $\(number + 1)  "), "\(name)")
            }
        }
    }
}

/// The role whose function runs a query: mostly the service.
private func context(of name: String) -> TransactionContext {
    switch name {
    case let name where name.hasPrefix("migration/") || name.hasPrefix("keys/"): .owning
    case let name where name.hasPrefix("server/"): .preparing
    case "model/add_shipped", "model/activate_first": .owning
    case "audit/list_seals", "audit/list_heads", "audit/count_unsealed", "audit/export_entries": .auditing
    default: .signingIn
    }
}

/// A query's text without its comment lines.
private func statement(of text: String) -> String {
    text.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
}

private func parameterCount(of text: String) -> Int {
    statement(of: text).matches(of: /\$([0-9]+)/).compactMap { Int($0.1) }.max() ?? 0
}

private func nulls(for text: String) -> String {
    let count = parameterCount(of: text)
    return count == 0 ? "" : "(" + Array(repeating: "NULL", count: count).joined(separator: ", ") + ")"
}

private func swiftFiles() throws -> [URL] {
    let root = TestServer.repository.appending(path: "Sources")
    return try FileManager.default.subpathsOfDirectory(atPath: root.path())
        .filter { $0.hasSuffix(".swift") }.map { root.appending(path: $0) }
}

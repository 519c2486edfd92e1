package import Foundation

/// A PostgreSQL server of its own for a test that kills, stops or starves it.
package struct TestServer: Sendable {
    package let folder: URL
    package let url: String

    /// The folder of the repository, for its scripts.
    package static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static var script: String { repository.appending(path: "ops/postgres").path() }

    /// Starts a server, runs `body`, and removes the server with its data.
    package static func with(_ body: (TestServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outreach-server-\(UUID().uuidString)")
        try await call("start", folder)
        let url = try await call("url", folder).trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            try await body(TestServer(folder: folder, url: url))
            try await call("destroy", folder)
        } catch {
            try await call("destroy", folder)
            throw error
        }
    }

    /// Kills every process of the server, as a power cut would.
    package func crash() async throws {
        try await Self.call("crash", folder)
    }

    /// Starts the server again on the data that it left.
    package func restart() async throws {
        try await Self.call("start", folder)
    }

    /// Sends a signal to the server's first process and to every process of it.
    package func signal(_ name: String) async throws {
        let pid = try String(contentsOf: folder.appending(path: "data/postmaster.pid"), encoding: .utf8)
            .split(separator: "\n")[0]
        _ = try await Command.run("pkill", ["-\(name)", "-P", String(pid)])
        _ = try await Command.run("kill", ["-\(name)", String(pid)])
    }

    @discardableResult
    private static func call(_ verb: String, _ folder: URL) async throws -> String {
        let output = try await Command.run(script, [verb, folder.path()])
        guard output.status == 0 else { throw CommandFailed(output: output) }
        return output.standardOutput
    }
}

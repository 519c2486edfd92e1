import Foundation

/// PgBouncer in transaction mode before a test's database: every transaction may get another server connection.
package struct PgBouncer: Sendable {
    /// The database, through PgBouncer.
    package let url: String

    /// Starts PgBouncer with so many connections to the server, runs `body`, and ends it.
    package static func with(
        _ test: TestDatabase, connections: Int, _ body: (PgBouncer) async throws -> Void
    ) async throws {
        // In /tmp: the path of a socket holds 107 bytes at most.
        let folder = URL(filePath: "/tmp/outreach-bouncer-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = folder.appending(path: "pgbouncer.ini")
        try configuration(of: test, folder.path(), connections).write(to: settings, atomically: true, encoding: .utf8)
        try await start(settings, folder)
        let bouncer = PgBouncer(url: "postgresql:///test?host=\(folder.path())&port=6432&user=anybody")
        do {
            try await body(bouncer)
            try await stop(folder)
        } catch {
            try await stop(folder)
            throw error
        }
    }

    private static func configuration(of test: TestDatabase, _ folder: String, _ connections: Int) -> String {
        let server = URLComponents(string: test.url)
        var words = (server?.queryItems ?? []).compactMap { item in item.value.map { "\(item.name)=\($0)" } }
        words.append("dbname=\((server?.path ?? "").dropFirst())")
        return """
            [databases]
            test = \(words.joined(separator: " "))
            [pgbouncer]
            unix_socket_dir = \(folder)
            listen_addr =
            listen_port = 6432
            auth_type = any
            pool_mode = transaction
            default_pool_size = \(connections)
            max_client_conn = 200
            logfile = \(folder)/log
            pidfile = \(folder)/pid

            """
    }

    /// PgBouncer refuses to run as root: then it runs as the user of the embedded server, who alone reaches its socket.
    private static func start(_ settings: URL, _ folder: URL) async throws {
        // A daemon that kept the pipes of its caller open would be waited for.
        let script = """
            for place in /proc/$$/fd/*; do n=${place##*/}; ((n < 3)) || eval "exec $n>&-"; done
            exec pgbouncer -d "$0" >/dev/null 2>&1
            """
        var command = ["bash", "-c", script, settings.path()]
        if getuid() == 0 {
            try await run(["chown", "-R", "postgres:", folder.path()])
            command = ["runuser", "-u", "postgres", "--"] + command
        }
        // Debian keeps it where only an administrator's PATH looks.
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        try await run(command, environment: ["PATH": "\(path):/usr/sbin"])
    }

    private static func stop(_ folder: URL) async throws {
        let process = try String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
        // A child of this process is deaf to SIGTERM: it inherits the signals that libdispatch's threads block.
        try await run(["kill", "-KILL", process.trimmingCharacters(in: .whitespacesAndNewlines)])
    }

    private static func run(_ command: [String], environment: [String: String] = [:]) async throws {
        let output = try await Command.run(command[0], Array(command.dropFirst()), environment: environment)
        guard output.status == 0 else { throw CommandFailed(output: output) }
    }
}

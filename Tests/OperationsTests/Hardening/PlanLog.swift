import Foundation
import Postgres
import TestDatabase

/// The plans of every statement that a database runs, those inside functions and policies too, as auto_explain logs
/// them.
struct PlanLog {
    private let file: URL
    private let start: UInt64

    /// Begins to log the plans of connections that are opened from now on.
    init(of test: TestDatabase) async throws {
        let name = URLComponents(string: test.url)?.path.dropFirst() ?? ""
        for setting in [
            "session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0",
            "auto_explain.log_nested_statements = on", "auto_explain.log_level = 'log'",
        ] {
            try await test.script("LOAD 'auto_explain'; ALTER DATABASE \(name) SET \(setting)")
        }
        // Where ops/postgres keeps it.
        let folder = try await test.texts("SELECT current_setting('data_directory') AS text").joined()
        file = URL(filePath: folder).deletingLastPathComponent().appending(path: "server.log")
        start = try FileHandle(forReadingFrom: file).seekToEnd()
    }

    /// One logged statement with its plan.
    func statements() throws -> [String] {
        let handle = try FileHandle(forReadingFrom: file)
        try handle.seek(toOffset: start)
        let text = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
        return Array(text.components(separatedBy: "Query Text: ")[1...])
    }
}

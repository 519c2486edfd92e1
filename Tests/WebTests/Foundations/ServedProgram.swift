import Foundation
import TestDatabase

/// `outreach serve` as a process of its own, with its log in a file: what is promised within seconds is tried on it.
final class ServedProgram: Sendable {
    let port: Int
    let process: Int32
    private let log: URL

    private init(port: Int, process: Int32, log: URL) {
        self.port = port
        self.process = process
        self.log = log
    }

    /// Everything on standard error.
    var standardError: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Runs the program on a database while `body` runs, and kills it then; settings are variables of the environment.
    static func with(
        on url: String, _ settings: [String: String] = [:], _ body: (ServedProgram) async throws -> Void
    ) async throws {
        let log = FileManager.default.temporaryDirectory.appending(path: "outreach-serve-\(UUID().uuidString)")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = URL(filePath: try path())
        process.arguments = ["serve", "--listen", "127.0.0.1:0"]
        process.environment = ProcessInfo.processInfo.environment.merging(["DATABASE_URL": url]) { $1 }
            .merging(settings) { $1 }
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        do {
            let port = try await port(in: log, of: process)
            try await body(ServedProgram(port: port, process: process.processIdentifier, log: log))
        } catch {
            try await end(process, log)
            throw error
        }
        try await end(process, log)
    }

    func signal(_ signal: Int32) {
        kill(process, signal)
    }

    /// Whether it has ended within the time.
    ///
    /// A process that nobody has waited for yet is a zombie: state Z.
    func hasEnded(within time: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline {
            let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            if state == nil || state?.contains(") Z ") == true { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    private static func end(_ process: Process, _ log: URL) async throws {
        kill(process.processIdentifier, SIGKILL)
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        try FileManager.default.removeItem(at: log)
    }

    private static func port(in log: URL, of process: Process) async throws -> Int {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline, process.isRunning {
            let text = try String(contentsOf: log, encoding: .utf8)
            let lines = text.split(separator: "\n").compactMap { LogLines.object(String($0)) }
            if let port = lines.first(where: { $0["message"] == "listening" })?["port"].flatMap({ Int($0) }) {
                return port
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw NotListening(log: try String(contentsOf: log, encoding: .utf8))
    }

    struct NotListening: Error {
        let log: String
    }

    struct NotBuilt: Error {}

    /// Beside the test bundle, wherever that was built.
    private static func path() throws -> String {
        let folder =
            Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }?
            .deletingLastPathComponent() ?? Bundle.main.bundleURL
        let path = folder.appending(path: "outreach").path()
        guard FileManager.default.isExecutableFile(atPath: path) else { throw NotBuilt() }
        return path
    }
}

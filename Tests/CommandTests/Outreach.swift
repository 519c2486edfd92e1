import Foundation
import TestDatabase

/// The program itself, as it was built for the tests.
enum Outreach {
    /// Beside the test bundle, wherever that was built.
    static func path() throws -> String {
        let folder =
            Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }?
            .deletingLastPathComponent() ?? Bundle.main.bundleURL
        let path = folder.appending(path: "outreach").path()
        guard FileManager.default.isExecutableFile(atPath: path) else { throw NotBuilt() }
        return path
    }

    struct NotBuilt: Error {}

    /// Runs a command on a database.
    static func run(
        _ arguments: String..., on url: String, environment: [String: String] = [:], input: String? = nil
    ) async throws -> Command.Output {
        try await run(arguments, on: url, environment: environment, input: input)
    }

    /// Runs a command on a database, to its end or until it is told to be killed.
    static func run(
        _ arguments: [String], on url: String, environment: [String: String] = [:], input: String? = nil,
        killed signal: DispatchSemaphore? = nil
    ) async throws -> Command.Output {
        let settings = ["DATABASE_URL": url, "OUTREACH_AS": "operator"].merging(environment) { $1 }
        return try await Command.run(
            path(), arguments, environment: settings, input: input, killed: signal)
    }

    /// Runs a command on a database so many times at once.
    static func run(_ count: Int, times arguments: [String], on url: String) async throws -> [Command.Output] {
        try await withThrowingTaskGroup(of: Command.Output.self) { group in
            for _ in 0..<count { group.addTask { try await run(arguments, on: url) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// A property of an answer's JSON object, as text.
    static func text(_ name: String, in answer: String) -> String? {
        let object = try? JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
        return object?[name] as? String
    }
}

/// A folder for the files of one test, gone with its last use.
final class Folder: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "outreach-test-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of a file in it.
    func path(_ name: String) -> String {
        url.appending(path: name).path()
    }

    /// Writes a file and gives its path.
    func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        try Data(bytes).write(to: url.appending(path: name))
        return path(name)
    }
}

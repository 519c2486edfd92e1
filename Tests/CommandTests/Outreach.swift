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
        let settings = ["DATABASE_URL": url, "OUTREACH_AS": "operator"].merging(environment) { $1 }
        return try await Command.run(path(), arguments, environment: settings, input: input)
    }
}

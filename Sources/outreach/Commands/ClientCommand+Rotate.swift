import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

extension ClientCommand {
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a client a new key; shows it once.",
            discussion: """
                The key before goes on for --overlap hours, so that its owner can change over without a pause: 0 ends \
                it at once. A client that signs assertions gets new public keys by --jwks, and the ones before end at \
                once: put both into the file for a while.

                EXAMPLES
                  outreach client rotate 1f2e3d4c
                  outreach client rotate 1f2e3d4c --overlap 0
                  outreach client rotate 1f2e3d4c --jwks ward-public-keys.json
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The prefix of the key, as the list shows it.") var prefix: String
        @Option(help: "How long the new key is good, at most 90.") var days = AddAPIClient.longestLife
        @Option(help: "For how many hours the key before goes on, at most 168.") var overlap = 24
        @Option(help: "A file of public keys (JWKS) by which it signs.", completion: .file(extensions: ["json"]))
        var jwks: String?

        func run() async throws {
            try await reportingFailures {
                let keySet = try jwks.map(KeySetFile.read)
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: RotateAPIClient.roles)
                var generator = SystemRandomNumberGenerator()
                let key = APIKey(using: &generator)
                let rotated = try await writing.perform(
                    RotateAPIClient(
                        keyPrefix: prefix.lowercased(), days: days, overlapHours: overlap, apiKey: key, keySet: keySet),
                    by: services, as: member)
                // A rehearsed key opens nothing: it is not shown.
                guard !writing.dryRun else {
                    return try Terminal(json: global.json).show(
                        ["result": "client_rotated"], "would be: client_rotated")
                }
                try ShownKey(rotated, of: keySet == nil ? key : nil).show(global)
            }
        }
    }
}

/// The file of `--jwks`.
enum KeySetFile {
    static func read(_ path: String) throws -> ClientKeySet {
        guard !path.lowercased().hasPrefix("http") || FileManager.default.fileExists(atPath: path) else {
            throw Refusal(.invalid, "Keys are not fetched from an address yet. Download them, and give the file.")
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Refusal(.invalid, "The file of public keys cannot be read. Check its name and its permissions.")
        }
        return try ClientKeySet(parsing: Array(bytes))
    }
}

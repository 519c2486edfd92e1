import ArgumentParser
import Foundation
import Operations

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Made-up data to try the service with, and a walk through its main job.",
        subcommands: [Load.self, Walk.self, Keys.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load organisations, accounts and thirty made-up workers in every state; safe to repeat.",
            discussion: """
                EXAMPLES
                  outreach demo load
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let demo = DemoData(OwnProgram(databaseURL: services.settings.databaseURL))
                let summary = try demo.load()
                try Terminal(json: global.json).show(["workers": summary.workers], lines: summary.lines)
            }
        }
    }

    struct Walk: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Walk the main job with a new made-up worker: each command and its answer.",
            discussion: """
                Needs the data of outreach demo load.

                EXAMPLES
                  outreach demo walk
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                try DemoWalk(OwnProgram(databaseURL: services.settings.databaseURL)).run()
            }
        }
    }

    struct Keys: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw API keys for the demonstration; the keys of an earlier time end.",
            discussion: """
                Writes JSON with base_url, and keys by role and ODS code, readable by its owner alone; prints a line \
                for each: role, ODS code, key.

                EXAMPLES
                  outreach demo keys --out var/demo.json
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "The file to write; an earlier one is replaced.", completion: .file(extensions: ["json"]))
        var out: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: AddAPIClient.roles)
                let baseURL = services.settings.service.baseURL
                let keys = try await DemoKeys.draw(services, as: member, baseURL: baseURL)
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                try ByteFile.replace(out, with: Array(try encoder.encode(keys)) + Array("\n".utf8))
                try Terminal(json: global.json).show(keys, lines: keys.lines)
            }
        }
    }
}

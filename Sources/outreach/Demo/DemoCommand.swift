import ArgumentParser
import Foundation

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Made-up data to try the service with, and a walk through its main job.",
        subcommands: [Load.self, Walk.self])

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
}

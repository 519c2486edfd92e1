import ArgumentParser
import Operations
import OutreachCore
import Store

struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "People of the register.", subcommands: [Show.self, Export.self, Rectify.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show everything that is known of a person, through all records that are this person.",
            discussion: """
                The person is named by a temporary ID, old ones included, an NHS number, or the person's id.

                EXAMPLES
                  outreach person show T7K-Q4M9-D2WJ
                  outreach person show T7K-Q4M9-D2WJ --json
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "Temporary ID, NHS number, or the person's id.") var person: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ShowPerson.roles)
                let history = try await services.runner.run(ShowPerson(try person.person), as: member)
                try Terminal(json: global.json).show(history, lines: PersonHistoryText(history: history).lines)
            }
        }
    }
}

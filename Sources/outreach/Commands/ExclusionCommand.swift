import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct ExclusionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exclusion",
        abstract: "Declare that two people are not the same, or that a number is not somebody's: for ever.",
        subcommands: [List.self, Add.self, Withdraw.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What is declared, the latest at the top (default).",
            discussion: """
                EXAMPLES
                  outreach exclusion list
                  outreach exclusion list --withdrawn --json
                """)

        @OptionGroup var global: GlobalOptions
        @Flag(help: "Show what was withdrawn, too.") var withdrawn = false
        @Option(help: "The most declarations to show, up to 500.") var maximum = 50

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListExclusions.roles)
                let lines = try await services.runner.run(
                    ListExclusions(onlyStanding: !withdrawn, maximum: maximum), as: member)
                let table = TextTable(
                    header: ["DECLARED", "BY", "PERSON", "IS NOT", "WHY", "DECLARATION"], rows: lines.map(\.cells))
                try Terminal(json: global.json).show(lines, lines: lines.isEmpty ? ["Nothing is."] : table.lines)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declare that two people are two, or that a number is not a person's.",
            discussion: """
                EXAMPLES
                  outreach exclusion add T7K-Q4M9-D2WJ T3H-8W2P-KX4M --reason "twins"
                  outreach exclusion add T7K-Q4M9-D2WJ --number 9990000018 --reason "the mother's number"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "One person, or the person whose number it is not.") var person: String
        @Argument(help: "The other person.") var other: String?
        @Option(help: "The NHS number, in place of another person.") var number: String?
        @Option(help: "Why; kept with the declaration.") var reason: String

        func validate() throws {
            guard (other == nil) != (number == nil) else {
                throw ValidationError("Name another person, or a number with --number.")
            }
        }

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: DeclareExclusion.roles)
                let target: DeclareExclusion.Target =
                    if let number { .number(try number.nhsNumber) } else { .person(try (other ?? "").person) }
                let outcome = try await writing.perform(
                    DeclareExclusion(try person.person, isNot: target, reason: reason), by: services, as: member)
                try Terminal(json: global.json).show(outcome, "\(writing.prefix)declared \(outcome.exclusion)")
            }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Withdraw a declaration: they may be the same after all.",
            discussion: """
                EXAMPLES
                  outreach exclusion withdraw 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11 --reason "one passport"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The declaration's id.") var id: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: WithdrawExclusion.roles)
                let outcome = try await writing.perform(
                    WithdrawExclusion(try id.key("declaration"), reason: reason), by: services, as: member)
                try Terminal(json: global.json).show(outcome, "\(writing.prefix)withdrawn")
            }
        }
    }
}

extension ListExclusions.Line {
    fileprivate var cells: [String] {
        [
            Moment(declaredAt).today.formattedForStaff, declaredByName, person?.name ?? "",
            isAboutNumber ? "who has a certain number" : other?.name ?? "", reason, exclusionID.description,
        ]
    }
}

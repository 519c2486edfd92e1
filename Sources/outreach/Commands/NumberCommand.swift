import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct NumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "number", abstract: "Enter an NHS number that was found by other means, or close a wrong one.",
        subcommands: [Enter.self, Close.self])

    struct Enter: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a person an NHS number.",
            discussion: """
                A number that somebody else holds becomes a conflict in the review queue. Where the reference does \
                not know the number, or knows another date of birth, another steward has to confirm it there.

                EXAMPLES
                  outreach number enter T7K-Q4M9-D2WJ 9990000018 --reason "letter of the practice" --dry-run
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The person.") var person: String
        @Argument(help: "The NHS number.") var number: String
        @Option(help: "Where the number comes from; kept.") var reason: String

        func run() async throws {
            try await reportingFailures {
                let settings = try global.settings()
                let services = try await Services.ready(settings)
                let member = try await global.member(services, for: EnterNumber.roles)
                let operation = EnterNumber(
                    try person.person, try number.nhsNumber, reason: reason,
                    acceptsTestNumbers: settings.acceptsTestNumbers)
                let outcome = try await writing.perform(operation, by: services, as: member)
                let review = outcome.review.map { "; review \($0)" } ?? ""
                try Terminal(json: global.json).show(
                    outcome, "\(writing.prefix)\(outcome.result.rawValue.replacing("_", with: " "))\(review)")
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a wrong NHS number from whoever holds it.",
            discussion: """
                Messages that went out under it are asked back, and no trace brings it back.

                EXAMPLES
                  outreach number close 9990000018 --reason "the mother's number"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The NHS number.") var number: String
        @Option(help: "Why it is wrong; kept.") var reason: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: CloseNumber.roles)
                let outcome = try await writing.perform(
                    CloseNumber(try number.nhsNumber, reason: reason), by: services, as: member)
                try Terminal(json: global.json).show(
                    outcome, "\(writing.prefix)closed; declaration \(outcome.exclusion)")
            }
        }
    }
}

extension String {
    /// The NHS number that an argument is.
    ///
    /// - Throws: ``Refusal`` that says what is wrong with it.
    var nhsNumber: NHSNumber {
        get throws {
            do {
                return try NHSNumber(parsing: self)
            } catch {
                throw Refusal.invalid([FieldProblem(field: "nhs_number", fault: error)])
            }
        }
    }
}

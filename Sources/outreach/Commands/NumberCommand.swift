import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct NumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "number",
        abstract: "Enter an NHS number that was found by other means, close a wrong one, or take either back.",
        subcommands: [Enter.self, Close.self, Undo.self])

    struct Enter: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a person an NHS number.",
            discussion: """
                A number that somebody else holds becomes a conflict in the review queue. Where the reference does \
                not know the number, or knows another date of birth, another steward has to confirm it there. What is \
                given at once names its change: outreach number undo takes it back.

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
                let more = outcome.review.map { "; review \($0)" } ?? outcome.change.map { "; change \($0)" } ?? ""
                try Terminal(json: global.json).show(
                    outcome, "\(writing.prefix)\(outcome.result.rawValue.replacing("_", with: " "))\(more)")
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a wrong NHS number from whoever holds it.",
            discussion: """
                Messages that went out under it are asked back, and no trace brings it back. The answer names the \
                change: outreach number undo opens the number again.

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
                    outcome,
                    "\(writing.prefix)closed; declaration \(outcome.exclusion); change \(outcome.change)")
            }
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back a number that was entered, or open one again that was closed.",
            discussion: """
                The change is what number enter and number close answered; person show names it, too. Messages that \
                went out meanwhile are asked back or sent on, and a case that nobody has moved since goes back to where \
                it stood. What a review decided is taken back with outreach review undo.

                EXAMPLES
                  outreach number undo 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11 --reason "it was her number after all"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The id of the change.") var change: String
        @Option(help: "Why; kept.") var reason: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: UndoNumberChange.roles)
                let outcome = try await writing.perform(
                    UndoNumberChange(try change.key("change of a number"), reason: reason), by: services, as: member)
                try Terminal(json: global.json).show(
                    outcome, "\(writing.prefix)taken back; \(outcome.returned ? "the number is open again" : "closed")")
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

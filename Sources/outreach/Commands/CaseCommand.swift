import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Work registration cases: from enrolment to an NHS number and a practice.",
        subcommands: [List.self, Show.self, Move.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The worklist, what is due first at the top (default).",
            discussion: """
                EXAMPLES
                  outreach case list --overdue
                  outreach case list --state submitted --state refused --json
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "Only cases in this state; may be given several times. Default: all that are open.")
        var state: [RegistrationCase.State] = []
        @Flag(help: "Only cases that should have moved by now.") var overdue = false
        @Option(help: "The most cases to show, up to 500.") var maximum = 50

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListCases.roles)
                let cases = try await services.runner.run(
                    ListCases(states: state, onlyOverdue: overdue, maximum: maximum), as: member)
                let table = TextTable(
                    header: ["DUE", "", "STATE", "ID", "NAME", "EMPLOYER", "CASE"], rows: cases.map(\.cells))
                try Terminal(json: global.json).show(cases, lines: cases.isEmpty ? ["Nothing to do."] : table.lines)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A case with every step it has taken.",
            discussion: """
                EXAMPLES
                  outreach case show T7K-Q4M9-D2WJ
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The person's temporary ID, or the case's id.") var id: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ShowCase.roles)
                let moment = Moment(Date())
                let shown = try await services.runner.run(ShowCase(id), as: member)
                try Terminal(json: global.json).show(shown, lines: shown.lines(on: moment.today))
            }
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Report what has happened in a case.",
            discussion: """
                Events: \(CaseEvent.allCases.map(\.rawValue).joined(separator: ", ")).
                A number is seen by reconciliation, never by hand.

                EXAMPLES
                  outreach case move T7K-Q4M9-D2WJ confirm_details --evidence "passport seen"
                  outreach case move T7K-Q4M9-D2WJ refuse --evidence "letter of 3 March: list closed"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The person's temporary ID, or the case's id.") var id: String
        @Argument(help: "What happened.") var event: CaseEvent
        @Option(help: "What it rests on.") var evidence = ""

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: MoveCase.roles)
                let outcome = try await writing.perform(
                    MoveCase(id, event, evidence: evidence), by: services, as: member)
                let due = outcome.dueOn.map { ", due \($0.formattedForStaff)" } ?? ""
                let todo = outcome.effect == .none ? "" : "; next: \(outcome.effect.rawValue.spaced)"
                try Terminal(json: global.json).show(
                    outcome, "\(writing.prefix)\(outcome.state.rawValue.spaced)\(due)\(todo)")
            }
        }
    }
}

extension CaseEvent: ExpressibleByArgument {}

extension ListCases.Line {
    fileprivate var cells: [String] {
        [
            dueOn?.formattedForStaff ?? "", isOverdue ? "overdue" : "", state.rawValue.spaced,
            temporaryID?.formatted ?? "", person?.name ?? "", employer, caseID.description,
        ]
    }
}

extension ShowCase.Outcome {
    fileprivate func lines(on today: CalendarDate) -> [String] {
        let person = person?.line(on: today) ?? "nobody yet"
        let table = TextTable(
            header: ["STEP", "EVENT", "STATE", "DUE", "WHEN", "EVIDENCE"],
            rows: steps.map { step in
                [
                    String(step.version), step.event.spaced, step.state.rawValue.spaced,
                    step.dueOn?.formattedForStaff ?? "", Moment(step.recordedAt).today.formattedForStaff, step.evidence,
                ]
            })
        return ["\(temporaryID?.formatted ?? "no card")  \(person)"] + table.lines
    }
}

extension String {
    /// The words of a name in snake case.
    fileprivate var spaced: String { replacing("_", with: " ") }
}

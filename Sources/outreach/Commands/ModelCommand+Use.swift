import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

extension ModelCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a model, which decides nothing until another steward has approved it.",
            discussion: """
                EXAMPLES
                  outreach model add model.txt --name "spring 2027" --trained-from "staff of March, patients of April"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The file that outreach model train wrote.", completion: .file()) var file: String
        @Option(help: "What people call it.") var name: String
        @Option(help: "What is to be known of it.") var notes = ""
        @Option(help: "What it learned from.") var trainedFrom = ""

        func run() async throws {
            try await reportingFailures {
                let text = try ModelFile.text(file)
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: AddModel.roles)
                let outcome = try await writing.perform(
                    AddModel(text, label: name, notes: notes, trainedFrom: trainedFrom), by: services, as: member)
                try Terminal(json: global.json).show(
                    outcome,
                    "\(writing.prefix)added \(outcome.model); another steward approves it: outreach model approve "
                        + outcome.model.prefix(12))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models, and which of them is in use.",
            discussion: """
                EXAMPLES
                  outreach model list
                  outreach model list --history
                """)

        @OptionGroup var global: GlobalOptions
        @Flag(help: "Which one was in use since when, by whom and why.") var history = false

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListModels.roles)
                let terminal = Terminal(json: global.json)
                if history {
                    let lines = try await services.runner.run(ListActivations(), as: member)
                    return try terminal.show(lines, lines: ModelText.table(lines).lines)
                }
                let models = try await services.runner.run(ListModels(), as: member)
                try terminal.show(models, lines: ModelText.table(models).lines)
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve a model that somebody else added, and take it into use.",
            discussion: """
                A run that goes on is stopped; what it did stands. A model that was approved before is taken into use \
                again by outreach model rollback --to.

                EXAMPLES
                  outreach model approve 3f9a2c71d04b --reason "compared on the trial: 41 reviews fewer, none false"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The model's id, or its first eight characters or more.") var model: String
        @Option(help: "Why; kept with it.") var reason: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ApproveModel.roles)
                let change = try await writing.perform(
                    ApproveModel(.id(model), reason: reason), by: services, as: member)
                try Terminal(json: global.json).show(change, ModelText.line(change, writing.prefix))
            }
        }
    }

    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go back to a model that was in use before; one steward is enough.",
            discussion: """
                A run that goes on is stopped; what it did stands, and is taken back by outreach reconcile undo.

                EXAMPLES
                  outreach model rollback --reason "a false merge on Tuesday"
                  outreach model rollback --to 3f9a2c71d04b --reason "the newer one was not to blame"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Option(help: "The model to go back to; default: the one before.") var to: String?
        @Option(help: "Why; kept with it.") var reason: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: RollBackModel.roles)
                let change = try await writing.perform(
                    RollBackModel(to: to.map { .id($0) }, reason: reason), by: services, as: member)
                try Terminal(json: global.json).show(change, ModelText.line(change, writing.prefix))
            }
        }
    }
}

/// Models as a terminal shows them.
enum ModelText {
    static func line(_ change: ModelChange, _ prefix: String) -> String {
        "\(prefix)in use: \(change.model.prefix(12)) (\(change.name))"
            + (change.stoppedRun.map { "; stopped run \($0)" } ?? "")
    }

    static func table(_ models: [ModelListing]) -> TextTable {
        TextTable(
            header: ["MODEL", "NAME", "STATE", "ADDED", "BY", "APPROVED BY", "IN USE SINCE", "TRAINED FROM"],
            rows: models.map { model in
                [
                    String(model.modelID.prefix(12)), model.name, model.state.rawValue, day(model.addedAt),
                    model.isShipped ? "release" : model.addedByName ?? "", model.approvedByName ?? "",
                    model.activatedAt.map(day) ?? "", model.trainedFrom,
                ]
            })
    }

    static func table(_ activations: [ModelActivation]) -> TextTable {
        TextTable(
            header: ["SINCE", "MODEL", "NAME", "KIND", "BY", "WHY"],
            rows: activations.map { line in
                [
                    day(line.activatedAt), String(line.modelID.prefix(12)), line.name, line.kind.rawValue,
                    line.activatedByName ?? "", line.reason,
                ]
            })
    }

    private static func day(_ date: Date) -> String { Moment(date).today.formattedForStaff }
}

import ArgumentParser
import Foundation
import Operations
import Store

struct ReferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "The list of patients in which people are traced.",
        subcommands: [Load.self, List.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a CSV file of patients the reference, in place of the one before.",
            discussion: """
                The file is taken whole or not at all; the same file again changes nothing. Columns: ref_id, \
                nhs_number, given_name, middle_names, family_name, previous_family_name, date_of_birth, sex, \
                address_line1, postcode, previous_postcode, phone, email, gp_practice, deceased, superseded_by, \
                confidential; others are ignored.

                EXAMPLES
                  outreach reference load patients.csv --dry-run
                  outreach reference load patients.csv
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"])) var file: String
        @Flag(help: "Only check the file.") var dryRun = false

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: LoadReference.roles)
                Terminal.progress("Reading the file …")
                let operation = LoadReference(
                    URL(filePath: file), acceptsTestNumbers: services.settings.acceptsTestNumbers)
                let outcome =
                    dryRun
                    ? try await services.runner.rehearse(operation, as: member)
                    : try await services.runner.run(operation, as: member)
                try show(outcome)
            }
        }

        private func show(_ outcome: LoadReference.Outcome) throws {
            let result = outcome.wasActive ? "already active" : dryRun ? "checked" : "loaded"
            let answer = Answer(
                result: result, records: outcome.records,
                reference: result == "checked" ? nil : outcome.reference)
            try Terminal(json: global.json).show(
                answer, "\(result): \(outcome.records) records" + (answer.reference.map { " as \($0)" } ?? ""))
        }

        private struct Answer: Encodable {
            let result: String
            let records: Int
            let reference: ReferenceID?
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the references that were loaded, the active one first.",
            discussion: """
                EXAMPLES
                  outreach reference list
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListReferences.roles)
                let references = try await services.runner.run(ListReferences(), as: member)
                let rows = references.map { reference in
                    [
                        reference.id.description, reference.source, "\(reference.recordCount)",
                        reference.loadedAt.ISO8601Format(), reference.retiredAt == nil ? "active" : "retired",
                    ]
                }
                let header = ["reference", "source", "records", "loaded_at", "state"]
                try Terminal(json: global.json).show(
                    rows.map { Dictionary(uniqueKeysWithValues: zip(header, $0)) },
                    lines: references.isEmpty
                        ? ["No reference was loaded yet."] : TextTable(header: header, rows: rows).lines)
            }
        }
    }
}

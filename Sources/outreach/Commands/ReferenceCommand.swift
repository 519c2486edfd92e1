import ArgumentParser
import Foundation
import Operations
import Store

struct ReferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "The list of patients in which people are traced.",
        subcommands: [Load.self, Change.self, List.self])

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

        @OptionGroup var upload: ReferenceUploadOptions

        func run() async throws {
            try await reportingFailures {
                let outcome = try await upload.perform { LoadReference($0, acceptsTestNumbers: $1) }
                try show(outcome)
            }
        }

        private func show(_ outcome: LoadReference.Outcome) throws {
            let result = outcome.wasActive ? "already active" : upload.dryRun ? "checked" : "loaded"
            let answer = Answer(
                result: result, records: outcome.records,
                reference: result == "checked" ? nil : outcome.reference)
            try Terminal(json: upload.global.json).show(
                answer, "\(result): \(outcome.records) records" + (answer.reference.map { " as \($0)" } ?? ""))
        }

        private struct Answer: Encodable {
            let result: String
            let records: Int
            let reference: ReferenceID?
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a CSV file of changes into the active reference.",
            discussion: """
                A row for each patient who is new or is described anew, with the columns of outreach reference load, \
                and one with 1 in the column removed for each who is gone, known by ref_id. The file is taken whole or \
                not at all; the same file again changes nothing. What it replaces is kept as a retired reference.

                EXAMPLES
                  outreach reference change changes.csv --dry-run
                  outreach reference change changes.csv
                """)

        @OptionGroup var upload: ReferenceUploadOptions

        func run() async throws {
            try await reportingFailures {
                let outcome = try await upload.perform { ChangeReference($0, acceptsTestNumbers: $1) }
                let answer = Answer(outcome, dryRun: upload.dryRun)
                try Terminal(json: upload.global.json).show(answer, answer.sentence)
            }
        }

        private struct Answer: Encodable {
            let result: String
            let reference: ReferenceID
            let added: Int?
            let replaced: Int?
            let removed: Int?
            let records: Int?

            init(_ outcome: ChangeReference.Outcome, dryRun: Bool) {
                result = outcome.growth == nil ? "already taken" : dryRun ? "checked" : "changed"
                reference = outcome.reference
                added = outcome.growth?.added
                replaced = outcome.growth?.replaced
                removed = outcome.growth?.removed
                records = outcome.growth?.records
            }

            var sentence: String {
                guard let added, let replaced, let removed, let records else { return result }
                return "\(result): \(added) added, \(replaced) replaced, \(removed) removed; \(records) records"
            }
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
                        reference.loadedAt.ISO8601Format(), Self.state(of: reference),
                    ]
                }
                let header = ["reference", "source", "records", "loaded_at", "state"]
                try Terminal(json: global.json).show(
                    rows.map { Dictionary(uniqueKeysWithValues: zip(header, $0)) },
                    lines: references.isEmpty
                        ? ["No reference was loaded yet."] : TextTable(header: header, rows: rows).lines)
            }
        }

        private static func state(of reference: ReferenceExtract) -> String {
            if reference.replacedIn != nil { return "replaced by changes" }
            return reference.retiredAt == nil ? "active" : "retired"
        }
    }
}

/// What both commands understand that take a file of patients.
struct ReferenceUploadOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The CSV file.", completion: .file(extensions: ["csv"])) var file: String
    @Flag(help: "Only check the file.") var dryRun = false

    /// Runs what `make` makes of the file and of whether numbers for tests are taken; takes it back for a dry run.
    func perform<Task: Operations.Operation>(_ make: (URL, Bool) -> Task) async throws -> Task.Outcome {
        let services = try await Services.ready(try global.settings())
        let member = try await global.member(services, for: Task.roles)
        Terminal.progress("Reading the file …")
        let operation = make(URL(filePath: file), services.settings.acceptsTestNumbers)
        return dryRun
            ? try await services.runner.rehearse(operation, as: member)
            : try await services.runner.run(operation, as: member)
    }
}

import ArgumentParser
import Operations
import OutreachCore

extension IDCommand {
    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an ID to a worker whose ID was revoked, or who has none.",
            discussion: """
                EXAMPLES
                  outreach id issue T7K-Q4M9-D2WJ
                  outreach id issue 2f1c6a52-8a4e-4b0e-9c59-6f2d1f3c7b10 --key monday-1
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var idempotency: IdempotencyOption
        @Flag(help: "Work everything out and write nothing.") var dryRun = false
        @Argument(help: "An ID that the worker had before, or the key of the person.") var worker: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let issued = try await services.run(
                    IssueTemporaryID(to: worker), global, key: idempotency.value, dryRun: dryRun)
                guard let issued else { return }
                try Terminal(json: global.json).show(issued, issued.temporaryID.formatted)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an ID back; it keeps resolving.",
            discussion: """
                EXAMPLES
                  outreach id revoke T7K-Q4M9-D2WJ --reason "given to the wrong person"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var idempotency: IdempotencyOption
        @Flag(help: "Work everything out and write nothing.") var dryRun = false
        @Argument(help: "The temporary ID.") var id: String
        @Option(help: "Why; kept with the ID.") var reason: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let outcome = try await services.run(
                    RevokeTemporaryID(id, reason: reason), global, key: idempotency.value, dryRun: dryRun)
                guard let outcome else { return }
                try Terminal(json: global.json).show(["result": outcome.rawValue], outcome.rawValue)
            }
        }
    }

    struct Replace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a new ID for a lost card; the old one keeps resolving.",
            discussion: """
                EXAMPLES
                  outreach id replace T7K-Q4M9-D2WJ
                  outreach id replace T7K-Q4M9-D2WJ --reason "card damaged" --key front-desk-17
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var idempotency: IdempotencyOption
        @Flag(help: "Work everything out and write nothing.") var dryRun = false
        @Argument(help: "The temporary ID on the lost card.") var id: String
        @Option(help: "Why; kept with the ID.") var reason = "card lost"

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let issued = try await services.run(
                    ReplaceTemporaryID(id, reason: reason), global, key: idempotency.value, dryRun: dryRun)
                guard let issued else { return }
                try Terminal(json: global.json).show(issued, issued.temporaryID.formatted)
            }
        }
    }
}

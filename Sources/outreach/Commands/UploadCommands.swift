import ArgumentParser
import Foundation
import Operations
import Store

extension EnrolCommand {
    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a whole file back, within 24 hours.",
            discussion: """
                Its IDs resolve as revoked. People on whom somebody relies meanwhile stay.

                EXAMPLES
                  outreach enrol undo 0b8e8f4e-7c5e-4a7e-9f43-0c5b4c3f2d11
                  outreach enrol undo 0b8e8f4e-7c5e-4a7e-9f43-0c5b4c3f2d11 --dry-run
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The upload, as enrol --file and enrol uploads name it.") var upload: String
        @Flag(help: "Say what would be taken back and write nothing.") var dryRun = false

        func run() async throws {
            try await reportingFailures {
                guard let id = UUID(uuidString: upload).map(UploadID.init) else { throw Refusal.notFound("upload") }
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: UndoUpload.roles)
                let operation = UndoUpload(id)
                let outcome =
                    dryRun
                    ? try await services.runner.rehearse(operation, as: member)
                    : try await services.runner.run(operation, as: member)
                try Terminal(json: global.json).show(
                    outcome,
                    "\(dryRun ? "Would take" : "Took") back \(outcome.employments) employments, "
                        + "revoked \(outcome.people) people's IDs; \(outcome.kept) stay because somebody relies on them."
                )
            }
        }
    }

    struct Uploads: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the files that were taken, latest first.",
            discussion: """
                EXAMPLES
                  outreach enrol uploads
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListUploads.roles)
                let uploads = try await services.runner.run(ListUploads(), as: member)
                let rows = uploads.map { upload in
                    [
                        upload.id.description, upload.createdAt.formatted(.iso8601),
                        "\(upload.enrolledCount) of \(upload.rowCount)", upload.undoneAt == nil ? "" : "undone",
                    ]
                }
                let table = TextTable(header: ["Upload", "Taken", "Rows", "State"], rows: rows)
                try Terminal(json: global.json).show(
                    uploads, lines: uploads.isEmpty ? ["No file has been taken yet."] : table.lines)
            }
        }
    }
}

import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

extension IDCommand {
    struct Reserve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set IDs aside for blank cards.",
            discussion: """
                EXAMPLES
                  outreach id reserve 20
                  outreach id reserve 20 | xargs outreach id card --out blank-cards.html
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var repeating: KeyOption
        @Argument(help: "How many, up to 500.") var count: Int

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let ids = try await services.run(ReserveTemporaryIDs(count: count), global, key: repeating.key)
                try Terminal(json: global.json).show(["temporaryIDs": ids], lines: ids.map(\.formatted))
            }
        }
    }

    struct Bind: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a blank card the card of a worker.",
            discussion: """
                EXAMPLES
                  outreach id bind T7K-Q4M9-D2WR --employer VL0AA --family Okafor --given Chidi --born 14-Jul-1985
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var repeating: KeyOption
        @Argument(help: "The temporary ID on the blank card.") var id: String
        @OptionGroup var worker: WorkerOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let outcome = try await services.run(
                    BindTemporaryID(id, to: worker.form, order: worker.dates), global, key: repeating.key)
                for problem in outcome.problems { Terminal.warn("\(problem.field): \(problem.message)") }
                try Terminal(json: global.json).show(outcome, outcome.issued.temporaryID.formatted)
            }
        }
    }

    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "card", abstract: "Make cards to print on A4: one HTML file, ready for the browser.",
            discussion: """
                Reserved IDs give blank cards. One ID gives a page of its own, several give ten to a sheet.

                EXAMPLES
                  outreach id card T7K-Q4M9-D2WR --out card.html
                  outreach id card --employer VL0AA --out cards.html
                  outreach id card --upload 2f1c6a52-8a4e-4b0e-9c59-6f2d1f3c7b10 | weasyprint - cards.pdf
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "Temporary IDs.") var ids: [String] = []
        @Option(help: "Everybody of an employer, by its ODS code.") var employer: String?
        @Option(help: "Everybody of an uploaded file, by its key.") var upload: String?
        @Option(help: "The file to write; default: standard output.") var out: String?
        @Option(help: "one or ten cards to a sheet.") var sheet: CardPage.Layout?

        func validate() throws {
            let choices = [!ids.isEmpty, employer != nil, upload != nil].filter(\.self).count
            guard choices == 1 else { throw ValidationError("Name IDs, or --employer, or --upload.") }
            guard upload.map({ UUID(uuidString: $0) != nil }) ?? true else {
                throw ValidationError("--upload takes the key that the upload answered.")
            }
        }

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: PrintCards.roles)
                let cards = try await services.runner.run(PrintCards(selection), as: member)
                let layout = sheet ?? (cards.count == 1 ? .onePerPage : .tenPerSheet)
                let html = try CardPrinter().html(cards, layout: layout)
                try deliver(html, count: cards.count)
            }
        }

        private var selection: PrintCards.Selection {
            if let employer { return .employer(employer) }
            if let upload, let key = UUID(uuidString: upload) { return .upload(UploadID(key)) }
            return .ids(ids)
        }

        /// The file is for its owner alone: it names people.
        private func deliver(_ html: String, count: Int) throws {
            let terminal = Terminal(json: global.json)
            guard let out else {
                return try terminal.show(Answer(cards: count, html: html), html)
            }
            let isWritten = FileManager.default.createFile(
                atPath: out, contents: Data(html.utf8), attributes: [.posixPermissions: 0o600])
            guard isWritten else { throw Refusal(.invalid, "The file cannot be written. Choose another place.") }
            try terminal.show(Answer(cards: count, file: out), "\(count) \(count == 1 ? "card" : "cards") in \(out)")
        }

        private struct Answer: Encodable {
            let cards: Int
            var html: String?
            var file: String?
        }
    }
}

extension CardPage.Layout: ExpressibleByArgument {}

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
        @OptionGroup var idempotency: IdempotencyOption
        @Flag(help: "Work everything out and write nothing.") var dryRun = false
        @Argument(help: "How many, up to 500.") var count: Int

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let ids = try await services.run(
                    ReserveTemporaryIDs(count: count), global, key: idempotency.value, dryRun: dryRun)
                guard let ids else { return }
                try Terminal(json: global.json).show(["temporaryIDs": ids], lines: ids.map(\.formatted))
            }
        }
    }

    struct Bind: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a blank card the card of a worker.",
            discussion: #"""
                EXAMPLES
                  outreach id bind T7K-Q4M9-D2WJ --employer VL0AA --family Okafor --given Chidi \
                      --birth-date 14-Jul-1985
                """#)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The temporary ID on the blank card.") var id: String
        @OptionGroup(title: "The worker") var worker: WorkerOptions
        @Option(help: "How all-number dates are written: iso_only, day_first or month_first.")
        var dateOrder = DateOrder.isoOnly
        @Flag(help: "Work everything out and write nothing.") var dryRun = false

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let operation = BindTemporaryID(
                    id, to: worker.form, employer: worker.employer ?? "", dateOrder: dateOrder)
                let outcome = try await services.run(
                    operation, global, key: worker.key ?? UUID().uuidString, dryRun: dryRun)
                guard let outcome else { return }
                try Terminal(json: global.json).show(
                    outcome, lines: [Self.sentence(for: outcome)] + outcome.problems.map(\.line))
            }
        }

        private static func sentence(for outcome: EnrolmentOutcome) -> String {
            let id = outcome.temporaryID?.formatted ?? "none"
            return switch outcome.result {
            case .enrolled, .alreadyRegistered: "Bound. Temporary ID: \(id)"
            case .alreadyEnrolled, .knownPerson, .refused:
                "The worker is known, and the card stays blank. Temporary ID of the worker: \(id)"
            }
        }
    }

    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "card", abstract: "Make cards to print on A4: one HTML file, ready for the browser.",
            discussion: """
                Reserved IDs give blank cards. One ID gives a page of its own, several give ten to a sheet.

                EXAMPLES
                  outreach id card T7K-Q4M9-D2WJ --out card.html
                  outreach id card --employer VL0AA --out cards.html
                  outreach id card --upload 2f1c6a52-8a4e-4b0e-9c59-6f2d1f3c7b10 | weasyprint - cards.pdf
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "Temporary IDs.") var ids: [String] = []
        @Option(help: "Everybody of an employer, by its ODS code.") var employer: String?
        @Option(help: "Everybody of an uploaded file, by its key.") var upload: String?
        @Option(help: "The file to make; default: standard output.", completion: .file()) var out: String?
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
            guard let out else { return try terminal.show(Answer(cards: count, html: html), html) }
            try ByteFile.destination(out).write(contentsOf: Data(html.utf8))
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

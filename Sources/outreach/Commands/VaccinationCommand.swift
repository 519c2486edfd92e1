import ArgumentParser
import Operations
import OutreachCore
import Store

struct VaccinationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vaccination", abstract: "Record doses, correct them, void them.",
        subcommands: [Record.self, Amend.self, VoidDose.self, Products.self])

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record a dose for whoever holds a temporary ID, once.",
            discussion: """
                A dose too soon, or a batch that had expired, is recorded only with a reason. The same dose entered again \
                is found and not recorded twice.

                EXAMPLES
                  outreach vaccination record T7K-Q4M9-D2WJ --product Comirnaty --batch FF2589 --expiry 2027-03-31
                  outreach vaccination record T7K-Q4M9-D2WJ --product Covaxin --given-at 2026-02-11 --reported
                  outreach vaccination record T7K-Q4M9-D2WJ --product Comirnaty --override "last day at this home"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @OptionGroup(title: "The dose") var options: DoseOptions
        @Argument(help: "The temporary ID.") var id: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: RecordVaccination.roles)
                let outcome = try await writing.perform(
                    RecordVaccination(.temporaryID(id), options.form), by: services, as: member)
                let done = outcome.result == .recorded ? "recorded" : "recorded before"
                let line = "\(writing.prefix)\(done), dose \(outcome.doseNumber): \(outcome.vaccinationID)"
                try Terminal(json: global.json).show(outcome, lines: [line] + outcome.notes.map(\.sentence))
            }
        }
    }

    struct Amend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Correct what is recorded of a dose; earlier versions stay.",
            discussion: """
                EXAMPLES
                  outreach vaccination amend 5f0c… --batch FF2590 --reason "read from the wrong vial"
                  outreach vaccination amend 5f0c… --given-at 2026-11-19 --seen-version 1 --reason "entered a day late"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @OptionGroup(title: "What changes") var options: DoseOptions
        @Argument(help: "The vaccination's id.") var vaccination: String
        @Option(help: "Why it is corrected.") var reason: String
        @Option(help: "The version you saw: refused where there is a newer one.") var seenVersion: Int?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: AmendVaccination.roles)
                let outcome = try await writing.perform(
                    AmendVaccination(vaccination, options.form, reason: reason, seenVersion: seenVersion),
                    by: services, as: member)
                let line = "\(writing.prefix)amended, version \(outcome.version), dose \(outcome.doseNumber)"
                try Terminal(json: global.json).show(outcome, lines: [line] + outcome.notes.map(\.sentence))
            }
        }
    }

    struct VoidDose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "void", abstract: "Say that a dose was not given, or not to this person.",
            discussion: """
                EXAMPLES
                  outreach vaccination void 5f0c… --reason "recorded for the wrong person"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The vaccination's id.") var vaccination: String
        @Option(help: "Why it is void.") var reason: String
        @Option(help: "The version you saw: refused where there is a newer one.") var seenVersion: Int?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: VoidVaccination.roles)
                let outcome = try await writing.perform(
                    VoidVaccination(vaccination, reason: reason, seenVersion: seenVersion), by: services, as: member)
                try Terminal(json: global.json).show(outcome, "\(writing.prefix)void, version \(outcome.version)")
            }
        }
    }

    struct Products: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The products that can be recorded, with the rules for the next dose.",
            discussion: """
                EXAMPLES
                  outreach vaccination products
                """)

        @Flag(help: "Answer with JSON on standard output.") var json = false

        func run() throws {
            let products = VaccineProduct.all.map(ShownProduct.init)
            let table = TextTable(
                header: ["CODE", "NAME", "MANUFACTURER", "AGAINST", "NEXT DOSE AFTER", "VOLUME"],
                rows: products.map { product in
                    [
                        product.code, product.name, product.manufacturer, product.disease,
                        "\(product.minimumIntervalDays) days", product.volume ?? "given abroad",
                    ]
                })
            try Terminal(json: json).show(products, lines: table.lines)
        }
    }
}

/// A row of the table of products.
private struct ShownProduct: Encodable {
    let code: String
    let name: String
    let manufacturer: String
    let disease: String
    let minimumIntervalDays: Int
    let volume: String?

    init(_ product: VaccineProduct) {
        code = product.code.canonical
        name = product.name
        manufacturer = product.manufacturer
        disease = product.disease.name
        minimumIntervalDays = product.minimumInterval
        volume = product.volume?.description
    }
}

import ArgumentParser
import Operations
import OutreachCore
import Store

struct OrganisationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organisation", abstract: "Employers, sites, practices and outreach teams.",
        subcommands: [Add.self, Load.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an organisation, or complete one that is known by its code.",
            discussion: """
                EXAMPLES
                  outreach organisation add VL0AA --name "Rose Hill" --kind employer --setting care_home --area LEEDS
                  outreach organisation add RX101 --name "Town Hall hub" --kind site
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The ODS code.") var odsCode: ODSCode
        @Option(help: "The name.") var name: String
        @Option(help: "employer, site, practice or outreach_team; may be given several times.")
        var kind: [OrganisationKind]
        @Option(help: "Of an employer: care_home, home_care, day_centre, other_social_care or health_care.")
        var setting: EmployerSetting?
        @Option(help: "The area of an employer or outreach team.") var area: String?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: AddOrganisation.roles)
                let outcome = try await writing.perform(
                    AddOrganisation(odsCode: odsCode, name: name, kinds: Set(kind), setting: setting, area: area),
                    by: services, as: member)
                try Terminal(json: global.json).show(
                    ["result": outcome.rawValue], "\(writing.prefix)\(odsCode.canonical) \(outcome.rawValue)")
            }
        }
    }

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add or complete the organisations of a CSV file, all or none.",
            discussion: """
                Columns: ods_code, name, kinds (several with semicolons between), setting, area. Usual spellings of \
                the headers are understood, other columns are left out. The same file again changes nothing.

                EXAMPLES
                  outreach organisation load organisations.csv --dry-run
                  outreach organisation load organisations.csv
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var idempotency: IdempotencyOption
        @Argument(help: "The file; - reads standard input.", completion: .file(extensions: ["csv"])) var file: String
        @Flag(help: "Only say what would be done.") var dryRun = false

        func run() async throws {
            try await reportingFailures {
                let organisations = try OrganisationFile.read(from: try ByteFile.source(file))
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: LoadOrganisations.roles)
                let outcome = try await services.runner.run(
                    LoadOrganisations(organisations, isRehearsal: dryRun), as: member, key: idempotency.value)
                try Terminal(json: global.json).show(
                    outcome,
                    "\(dryRun ? "would be " : "")added \(outcome.added), changed \(outcome.changed), "
                        + "unchanged \(outcome.unchanged)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every organisation.",
            discussion: """
                EXAMPLES
                  outreach organisation list
                  outreach organisation list --json
                """)

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListOrganisations.roles)
                let found = try await services.runner.run(ListOrganisations(), as: member).map(ShownOrganisation.init)
                let rows = found.map { [$0.odsCode, $0.name, $0.kinds.joined(separator: " "), $0.setting, $0.area] }
                try Terminal(json: global.json).show(
                    found, lines: TextTable(header: ["CODE", "NAME", "KINDS", "SETTING", "AREA"], rows: rows).lines)
            }
        }
    }
}

/// An organisation as the list shows it.
private struct ShownOrganisation: Encodable {
    let odsCode: String
    let name: String
    let kinds: [String]
    let setting: String
    let area: String

    init(_ organisation: Organisation) {
        odsCode = organisation.odsCode.canonical
        name = organisation.name
        kinds = organisation.kinds.map(\.rawValue).sorted()
        setting = organisation.setting?.rawValue ?? ""
        area = organisation.area ?? ""
    }
}

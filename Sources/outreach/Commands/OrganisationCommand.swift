import ArgumentParser
import Operations
import OutreachCore

struct OrganisationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organisation", abstract: "Employers, sites, practices and outreach teams.",
        subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an organisation, or complete one that is known by its code.",
            discussion: """
                EXAMPLES
                  outreach organisation add VL0AA --name "Rose Hill" --kind employer --setting care_home --area LEEDS
                  outreach organisation add RX101 --name "Town Hall hub" --kind site
                """)

        @OptionGroup var global: GlobalOptions
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
                let outcome = try await services.runner.run(
                    AddOrganisation(odsCode: odsCode, name: name, kinds: Set(kind), setting: setting, area: area),
                    as: member)
                try Terminal(json: global.json).show(
                    ["result": outcome.rawValue], "\(odsCode.canonical) \(outcome.rawValue)")
            }
        }
    }
}

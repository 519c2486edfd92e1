import ArgumentParser
import Store

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database to the schema of this program.",
        discussion: """
            Runs each migration once; safe to repeat. Uses MIGRATION_DATABASE_URL, else DATABASE_URL.

            EXAMPLES
              outreach migrate
              outreach migrate --dry-run
            """)

    @OptionGroup var global: GlobalOptions
    @Flag(help: "Only say which migrations would run.") var dryRun = false

    func run() async throws {
        try await reportingFailures {
            let services = Services(try global.settings())
            let names = dryRun ? try await services.migrator.pending() : try await services.migrator.migrate()
            let verb = dryRun ? "would run" : "ran"
            try Terminal(json: global.json).show(
                ["migrations": names],
                lines: names.isEmpty ? ["The schema is up to date."] : names.map { "\(verb) \($0)" })
        }
    }
}

import Configuration
import Foundation

/// Everything that can be set, read once: from the environment, else the default.
struct Settings {
    /// Where the service's database is.
    let databaseURL: String
    /// Where migrations run, by a login that owns the schema; the same as `databaseURL` where nothing else is set.
    let migrationDatabaseURL: String
    /// Whether an old cluster without data checksums is accepted.
    let allowsMissingChecksums: Bool
    /// The sign-in of the account that commands act as, where `--as` does not name one.
    let account: String
    /// Whether NHS numbers that were never issued are taken; forbid it where patients are real.
    let acceptsTestNumbers: Bool

    /// A setting that is needed and not there.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: ``Missing`` where no database is named.
    init(databaseURL given: String? = nil) throws(Missing) {
        let config = ConfigReader(provider: EnvironmentVariablesProvider())
        guard let url = given ?? config.string(forKey: "database.url", isSecret: true), !url.isEmpty else {
            throw Missing(
                description: "No database is named. Set DATABASE_URL, for example: "
                    + "export DATABASE_URL=\"$(ops/postgres url var/postgres)\"")
        }
        databaseURL = url
        migrationDatabaseURL = config.string(forKey: "migration.database.url", isSecret: true) ?? url
        allowsMissingChecksums = config.bool(forKey: "outreach.allow.no.checksums", default: false)
        account = config.string(forKey: "outreach.as", default: "operator")
        acceptsTestNumbers = config.bool(forKey: "outreach.accept.test.numbers", default: true)
    }
}

import Configuration
import Foundation

/// Everything that can be set, read once: from the command line, else the environment, else the default.
struct Settings {
    /// A setting with its value and where that comes from.
    struct Value {
        enum Source: String, Encodable {
            case option
            case environment
            case standard = "default"
            case missing
        }

        let setting: Setting
        let text: String?
        let source: Source
    }

    /// A setting that is needed and not there.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

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
    /// The file of the key that signs audit heads; `nil` where they are not signed.
    let auditKeyFile: String?
    /// For how many seconds an access token is good.
    let tokenLife: TimeInterval

    /// - Throws: ``Missing`` where no database is named.
    init(databaseURL given: String? = nil) throws(Missing) {
        var texts: [String: String] = [:]
        for value in Self.values(databaseURL: given) { texts[value.setting.key] = value.text }
        guard let url = texts[Setting.databaseURL.key], !url.isEmpty else {
            throw Missing(
                description: "No database is named. Set DATABASE_URL, for example: "
                    + "export DATABASE_URL=\"$(ops/postgres url var/postgres)\"")
        }
        databaseURL = url
        migrationDatabaseURL = texts[Setting.migrationDatabaseURL.key] ?? url
        allowsMissingChecksums = texts[Setting.allowsMissingChecksums.key]?.lowercased() == "true"
        account = texts[Setting.account.key] ?? ""
        acceptsTestNumbers = texts[Setting.acceptsTestNumbers.key]?.lowercased() == "true"
        auditKeyFile = texts[Setting.auditKeyFile.key]
        // SMART Backend Services: a token lives no longer than five minutes.
        tokenLife = texts[Setting.tokenLife.key].flatMap(TimeInterval.init).map { min(max($0, 30), 300) } ?? 300
    }

    /// Every setting as it stands, in the order of the table.
    static func values(databaseURL given: String? = nil) -> [Value] {
        let reader = ConfigReader(provider: EnvironmentVariablesProvider())
        return Setting.all.map { setting in
            if let given, setting.key == Setting.databaseURL.key {
                return Value(setting: setting, text: given, source: .option)
            }
            if let text = reader.string(forKey: ConfigKey(setting.key), isSecret: setting.isSecret) {
                return Value(setting: setting, text: text, source: .environment)
            }
            let isThere = setting.defaultText != nil
            return Value(setting: setting, text: setting.defaultText, source: isThere ? .standard : .missing)
        }
    }

    /// What is wrong with the settings, one sentence each, without any value.
    static func problems(databaseURL given: String? = nil) -> [String] {
        var problems = values(databaseURL: given).compactMap { value in
            value.text.flatMap(value.setting.problem).map { "\(value.setting.environmentName) \($0)" }
        }
        do {
            _ = try Settings(databaseURL: given)
        } catch let missing {
            problems.append(missing.description)
        }
        return problems
    }
}

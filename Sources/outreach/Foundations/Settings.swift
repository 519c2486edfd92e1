import Configuration
import Foundation

/// Everything that can be set, read once: from the command line, else the environment, else a folder of secret files,
/// else the default.
struct Settings {
    /// A setting with its value and where that comes from.
    struct Value {
        enum Source: String, Encodable {
            case option
            case environment
            case secretFile = "secret file"
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
    /// What the service needs beside.
    let service: ServiceSettings
    /// What a worker can be told.
    let work: WorkSettings
    /// The file of the key that signs audit heads; `nil` where they are not signed.
    let auditKeyFile: String?
    /// For how many seconds an access token is good.
    let tokenLife: TimeInterval

    /// - Throws: ``Missing`` where no database is named, or a secret cannot be read.
    init(databaseURL given: String? = nil) throws(Missing) {
        try self.init(Self.values(databaseURL: given))
    }

    private init(_ values: [Value]) throws(Missing) {
        var texts: [String: String] = [:]
        for value in values { texts[value.setting.key] = value.text }
        guard let url = texts[Setting.databaseURL.key], !url.isEmpty else {
            throw Missing(
                description: "No database is named. Set DATABASE_URL, or write the address into the secret file "
                    + "database-url; for example: export DATABASE_URL=\"$(ops/postgres url var/postgres)\"")
        }
        databaseURL = url
        migrationDatabaseURL = texts[Setting.migrationDatabaseURL.key] ?? url
        allowsMissingChecksums = texts[Setting.allowsMissingChecksums.key]?.lowercased() == "true"
        account = texts[Setting.account.key] ?? ""
        acceptsTestNumbers = texts[Setting.acceptsTestNumbers.key]?.lowercased() == "true"
        service = ServiceSettings(texts)
        work = WorkSettings(texts)
        auditKeyFile = texts[Setting.auditKeyFile.key]
        // SMART Backend Services: a token lives no longer than five minutes.
        tokenLife = texts[Setting.tokenLife.key].flatMap(TimeInterval.init).map { min(max($0, 30), 300) } ?? 300
    }

    /// Every setting as it stands, in the order of the table.
    ///
    /// - Throws: ``Missing`` where a secret cannot be read.
    static func values(databaseURL given: String? = nil) throws(Missing) -> [Value] {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        let folder =
            environment.string(forKey: ConfigKey(Setting.secretsFolder.key))
            ?? environment.string(forKey: "credentials.directory")
        let secrets = try SecretFiles(folder: folder)
        var values: [Value] = []
        for setting in Setting.all {
            let option = setting.key == Setting.databaseURL.key ? given : nil
            values.append(try value(of: setting, option: option, environment, secrets))
        }
        return values
    }

    private static func value(
        of setting: Setting, option: String?, _ environment: ConfigReader, _ secrets: SecretFiles
    ) throws(Missing) -> Value {
        if let option { return Value(setting: setting, text: option, source: .option) }
        if let text = environment.string(forKey: ConfigKey(setting.key), isSecret: setting.isSecret) {
            return Value(setting: setting, text: text, source: .environment)
        }
        if let text = try secrets.text(of: setting) { return Value(setting: setting, text: text, source: .secretFile) }
        let isThere = setting.defaultText != nil
        return Value(setting: setting, text: setting.defaultText, source: isThere ? .standard : .missing)
    }

    /// What is wrong with the settings, one sentence each, without any value.
    static func problems(databaseURL given: String? = nil) -> [String] {
        var problems: [String] = []
        do {
            let values = try values(databaseURL: given)
            problems = values.compactMap { value in
                value.text.flatMap(value.setting.problem).map { "\(value.setting.environmentName) \($0)" }
            }
            _ = try Settings(values)
        } catch let missing {
            problems.append(missing.description)
        }
        return problems
    }
}

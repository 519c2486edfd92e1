import Foundation
import Logging
import Web

/// One thing that can be set, by a variable of the environment.
struct Setting: Sendable {
    /// What a value has to look like.
    enum Form: Sendable {
        case word
        /// A connection URI or keyword string as libpq reads it.
        case database
        case flag
        case number(ClosedRange<Int>)
        /// `host:port`, or `unix:` and a path.
        case address
        case level
        /// Addresses and networks with commas between them, and `local`.
        case proxies
    }

    /// As the configuration reader calls it; the variable follows from it.
    let key: String
    let form: Form
    let defaultText: String?
    let help: String
    let isSecret: Bool

    /// `DATABASE_URL` for the key `database.url`.
    var environmentName: String { key.replacing(".", with: "_").uppercased() }

    /// `database-url` for the key `database.url`: the name of its file in a folder of secrets.
    var fileName: String { key.replacing(".", with: "-") }

    static let databaseURL = Setting(
        key: "database.url", form: .database, defaultText: nil, help: "The database; --database-url goes before it.",
        isSecret: true)
    static let migrationDatabaseURL = Setting(
        key: "migration.database.url", form: .database, defaultText: nil,
        help: "For migrations: a login that owns the schema; default: the database.", isSecret: true)
    static let allowsMissingChecksums = Setting(
        key: "outreach.allow.no.checksums", form: .flag, defaultText: "false",
        help: "Accepts an old cluster without data checksums.", isSecret: false)
    static let account = Setting(
        key: "outreach.as", form: .word, defaultText: "operator",
        help: "The sign-in that commands act as; --as goes before it.", isSecret: false)

    static let acceptsTestNumbers = Setting(
        key: "outreach.accept.test.numbers", form: .flag, defaultText: "true",
        help: "Takes NHS numbers that were never issued in a reference; forbid it where patients are real.",
        isSecret: false)

    static let secretsFolder = Setting(
        key: "outreach.secrets.dir", form: .word, defaultText: nil,
        help: "A folder with a file for each secret, such as database-url; default: systemd's CREDENTIALS_DIRECTORY.",
        isSecret: false)

    static let auditKeyFile = Setting(
        key: "outreach.audit.key.file", form: .word, defaultText: nil,
        help: "The file of the private key that signs audit heads (outreach audit keygen).", isSecret: false)

    static let tokenLife = Setting(
        key: "outreach.token.seconds", form: .number(30...300), defaultText: "300",
        help: "For how many seconds an access token is good, at most 300.", isSecret: false)

    static let all =
        [databaseURL, migrationDatabaseURL, allowsMissingChecksums, account, acceptsTestNumbers, secretsFolder]
        + [auditKeyFile, tokenLife]
        + [listen, baseURL, proxies, connections, logLevel, drainSeconds] + limits.map(\.setting) + work

    /// What is wrong with a value, in words that do not repeat it; `nil` where it can be taken.
    func problem(of text: String) -> String? {
        switch form {
        case .word: text.isEmpty ? "is empty: give it a value or unset it" : nil
        case .database:
            text.contains("://") || text.contains("=") ? nil : "is no address such as postgresql://host/name"
        case .number(let range):
            Int(text).map(range.contains) == true
                ? nil : "is no whole number from \(range.lowerBound) to \(range.upperBound)"
        case .address: WebServer.Address(text) == nil ? "is neither host:port nor unix:/path" : nil
        case .level: Logger.Level(rawValue: text.lowercased()) == nil ? "is no level such as info or warning" : nil
        case .proxies: TrustedProxies(text) == nil ? "is no list such as 10.0.0.0/24,local" : nil
        case .flag: ["true", "false"].contains(text.lowercased()) ? nil : "is neither true nor false"
        }
    }

    /// The value as it may be shown: without any password.
    func redacted(_ text: String) -> String {
        guard isSecret else { return text }
        guard case .database = form else { return "***" }
        return Self.withoutPasswords(text)
    }

    private static func withoutPasswords(_ address: String) -> String {
        // Up to the last @, since a password may hold one that nobody has escaped.
        address.replacing(/:\/\/([^:@\/]*):.*@/) { "://\($0.1):***@" }
            .replacing(/(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^&\s]*)/) { "\($0.1)***" }
    }
}

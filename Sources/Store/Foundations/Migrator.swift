import Crypto
package import Postgres
import SQLFiles

/// Brings a database to the schema of this program: forward only, each migration once, each in a transaction of its own.
package struct Migrator: Sendable {
    /// A migration as it stands in the ledger of a database.
    package struct Applied: Sendable {
        package let number: Int
        package let name: String
        package let sha256: String

        /// Whether it takes away what an older program still needs: then its file is named `NNNN_contract_…`.
        var contracts: Bool { name.split(separator: "_").dropFirst().first == "contract" }
    }

    /// Why a database cannot be migrated by this program.
    package enum Failure: Error, Hashable, CustomStringConvertible {
        /// The file of a migration that already ran has changed since.
        case changed(String)
        /// The database was migrated by a newer program, and this one cannot work on it or migrate it.
        case unknown(Int)

        package var description: String {
            switch self {
            case .changed(let name): "migration \(name) ran here with another text: restore the released file"
            case .unknown(let number): "migration \(number) ran here and this program does not know it: update it"
            }
        }
    }

    /// How a database stands to this program.
    package struct Standing: Hashable, Sendable {
        /// The names of the migrations that have not run yet.
        package let pending: [String]
        /// The names of those that ran and that only a newer program knows.
        ///
        /// They add and take nothing away, so this program goes on working while its successor is rolled out.
        package let newer: [String]
    }

    let database: Database

    package init(_ database: Database) {
        self.database = database
    }

    /// How the database stands to this program.
    ///
    /// - Throws: ``Failure`` where this program must not work on it.
    package func standing() async throws -> Standing {
        let applied = try await database.read(.preparing) { session in
            guard try session.hasLedger() else { return [Applied]() }
            return try session.appliedMigrations()
        }
        let newer = try Self.unknown(in: applied)
        if let contracting = newer.first(where: \.contracts) { throw Failure.unknown(contracting.number) }
        let known = applied.filter { migration in !newer.contains { $0.number == migration.number } }
        var pending = try Self.missing(from: known).map(\.name)
        if pending.isEmpty {
            if try await hasStaleKeys() { pending.append(Self.keys) }
            if try await lacksModel() { pending.append(Self.shippedModel) }
        }
        return Standing(pending: pending, newer: newer.map(\.name))
    }

    /// The names of the migrations that have not run yet.
    package func pending() async throws -> [String] {
        try await standing().pending
    }

    /// Runs every migration that has not run yet and answers their names.
    ///
    /// Two programs that migrate at once take turns: the second finds nothing left to do.
    package func migrate() async throws -> [String] {
        let bootstrap = try SQLFiles.bootstrap()
        try await database.write(.preparing) { session in
            try session.lockMigrations()
            try session.executeScript(bootstrap)
        }
        var names: [String] = []
        while let name = try await applyNext() { names.append(name) }
        if try await addKeys() > 0 { names.append(Self.keys) }
        // A new database says no more than that its migrations ran.
        if try await addShippedModel(), names.isEmpty { names.append(Self.shippedModel) }
        return names
    }

    private func applyNext() async throws -> String? {
        try await database.write(.owning) { session in
            try session.lockMigrations()
            guard let next = try Self.missing(from: session.appliedMigrations()).first else { return nil }
            try session.executeScript(next.text)
            try session.recordMigration(next.number, next.name, sha256: Self.sha256(of: next.text))
            return next.name
        }
    }

    private static func unknown(in applied: [Applied]) throws -> [Applied] {
        let numbers = Set(try SQLFiles.migrations().map(\.number))
        return applied.filter { !numbers.contains($0.number) }
    }

    private static func missing(from applied: [Applied]) throws -> [(number: Int, name: String, text: String)] {
        let known = try SQLFiles.migrations()
        for migration in applied {
            guard let file = known.first(where: { $0.number == migration.number }) else {
                throw Failure.unknown(migration.number)
            }
            guard sha256(of: file.text) == migration.sha256 else { throw Failure.changed(migration.name) }
        }
        return known.filter { file in !applied.contains { $0.number == file.number } }
    }

    private static func sha256(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
            .joined()
    }
}

extension Session {
    fileprivate func hasLedger() throws -> Bool {
        try first(.query("migration/find_ledger")) { try $0.value("found") } ?? false
    }

    fileprivate func appliedMigrations() throws -> [Migrator.Applied] {
        try all(.query("migration/list_applied")) { row in
            Migrator.Applied(
                number: try row.value("number"), name: try row.value("name"), sha256: try row.value("sha256"))
        }
    }

    fileprivate func lockMigrations() throws {
        try execute(.query("migration/lock"))
    }

    fileprivate func recordMigration(_ number: Int, _ name: String, sha256: String) throws {
        try execute(.query("migration/record"), number, name, sha256)
    }
}

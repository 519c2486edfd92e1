internal import Foundation

/// The SQL of this program, as files beside the executable.
package enum SQLFiles {
    /// A file that belongs to the program is not there: the installation is incomplete.
    package struct Missing: Error, CustomStringConvertible {
        package let path: String

        package var description: String {
            "\(path) is missing: install the folders *.resources beside the executable"
        }
    }

    /// The text of `sql/queries/<name>.sql`.
    package static func query(_ name: String) throws(Missing) -> String {
        try text(at: "queries/\(name).sql")
    }

    /// The script that prepares an empty database for the migrations.
    package static func bootstrap() throws(Missing) -> String {
        try text(at: "bootstrap.sql")
    }

    /// The migrations in order: number, name, text.
    package static func migrations() throws -> [(number: Int, name: String, text: String)] {
        try names(in: "migrations").map { file in
            let name = file.replacing(".sql", with: "")
            guard let number = Int(name.prefix { $0 != "_" }) else { throw Missing(path: "a number in \(file)") }
            return (number, name, try text(at: "migrations/\(file)"))
        }
    }

    /// The name of every query, for example `person/find_by_temporary_id`.
    package static func queryNames() throws -> [String] {
        try names(in: "queries").filter { !$0.contains(".") }.flatMap { noun in
            try names(in: "queries/\(noun)").map { "\(noun)/\($0.replacing(".sql", with: ""))" }
        }
    }

    private static func names(in folder: String) throws -> [String] {
        guard let path = Bundle.module.resourceURL?.appending(path: folder).path() else { throw Missing(path: folder) }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    private static func text(at path: String) throws(Missing) -> String {
        guard let url = Bundle.module.resourceURL?.appending(path: path),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { throw Missing(path: "sql/\(path)") }
        return text
    }
}

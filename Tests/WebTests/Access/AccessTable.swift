import Foundation
import OutreachCore
import TestDatabase

/// Who gets which answer at which address about what: `Resources/access.csv`, written by hand beside the program.
///
/// A cell is a status; `200 none` is a success that shows or does nothing.
struct AccessTable {
    struct Row: Sendable {
        /// The method and the path.
        let call: String
        /// How the thing stands to the caller; `nil` where there is none.
        let standing: Thing.Standing?
        /// By the names of ``callers``.
        var cells: [String: String]
    }

    /// Nobody, a program in a role that may call it but without the scope, and a program in each role.
    static let callers = ["nobody", "unscoped"] + roles.map(\.rawValue)
    static let roles: [Role] = [.manager, .vaccinator, .registrar, .steward, .administrator, .auditor, .system]

    var rows: [Row]

    static func read() throws -> AccessTable {
        let url = TestServer.repository.appending(path: "Tests/WebTests/Resources/access.csv")
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard lines.first == ["method", "path", "object"] + callers else { throw Misread(line: 1) }
        return AccessTable(
            rows: try lines.dropFirst().enumerated().map { number, fields in
                let standing = fields.count > 2 ? Thing.Standing(rawValue: fields[2]) : nil
                guard fields.count == 3 + callers.count, standing != nil || fields[2] == "nothing" else {
                    throw Misread(line: number + 2)
                }
                return Row(
                    call: "\(fields[0]) \(fields[1])", standing: standing,
                    cells: Dictionary(uniqueKeysWithValues: zip(callers, fields.dropFirst(3))))
            })
    }

    /// As it stands in the file.
    var text: String {
        let head = ["method", "path", "object"] + Self.callers
        let lines = rows.map { row in
            row.call.split(separator: " ").map(String.init) + [row.standing?.rawValue ?? "nothing"]
                + Self.callers.map { row.cells[$0] ?? "" }
        }
        return ([head] + lines).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    struct Misread: Error {
        let line: Int
    }
}

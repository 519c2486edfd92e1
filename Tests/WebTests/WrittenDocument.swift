import Foundation
import Web

/// What the OpenAPI document says of each operation, as far as the tests compare it with the service.
///
/// It reads the layout in which the document is written, line by line, and no YAML beyond it: paths stand two spaces
/// in, methods four, their members six. `openapi-spec-validator` reads the document in earnest (ops/test-contract).
struct WrittenDocument {
    struct Operation: Hashable {
        let method: String
        let path: String
        fileprivate var members: [String: String] = [:]

        var name: String { "\(method) \(path)" }

        /// The text of a member that stands on one line.
        func text(_ member: String) -> String? {
            members[member]?.trimmingCharacters(in: ["\""])
        }

        /// The words of a member that is a list in square brackets.
        func words(_ member: String) -> Set<String> {
            let inside = (members[member] ?? "").trimmingCharacters(in: ["[", "]"])
            return Set(inside.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        }
    }

    private(set) var operations: [Operation] = []

    private static let methods: Set<String> = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    init() throws {
        let lines = try APIDocument.text().split(separator: "\n")
        let paths = lines.drop { $0 != "paths:" }.dropFirst().prefix { $0.hasPrefix(" ") }
        var path = ""
        for (indent, name, value) in paths.compactMap(Self.member) {
            switch indent {
            case 2: path = name
            case 4 where Self.methods.contains(name):
                operations.append(Operation(method: name.uppercased(), path: path))
            case 6 where !operations.isEmpty: operations[operations.count - 1].members[name] = value
            default: break
            }
        }
    }

    /// `    name: value` as 4, `name` and `value`; `nil` for a line that is something else.
    private static func member(_ line: Substring) -> (indent: Int, name: String, value: String)? {
        guard let match = line.wholeMatch(of: /( *)([^\s:]+):(?: (.*))?/) else { return nil }
        return (match.1.count, String(match.2), match.3.map(String.init) ?? "")
    }
}

internal import Foundation
internal import OutreachCore
internal import Postgres

/// One row about a person, column by column.
package struct HistoryEntry: Hashable, Codable, Sendable, PersonalData {
    /// What a column holds.
    package enum Value: Hashable, Codable, Sendable, PersonalData {
        case text(String)
        case number(Double)
        case flag(Bool)
        case list([String])
        /// The problems of a row of a file, each with field, code, severity and message.
        case problems([[String: String]])
        case null

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let list = try? container.decode([String].self) {
                self = .list(list)
            } else if let problems = try? container.decode([[String: String]].self) {
                self = .problems(problems)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .flag(let flag): try container.encode(flag)
            case .list(let list): try container.encode(list)
            case .problems(let problems): try container.encode(problems)
            case .null: try container.encodeNil()
            }
        }

        /// The value for people to read; empty for NULL.
        package var shown: String {
            switch self {
            case .text(let text): text
            case .number(let number): number == number.rounded() ? String(Int64(number)) : String(number)
            case .flag(let flag): flag ? "yes" : "no"
            case .list(let list): list.joined(separator: ", ")
            case .problems(let problems): problems.compactMap { $0["message"] }.joined(separator: " ")
            case .null: ""
            }
        }
    }

    package let columns: [String: Value]

    /// A row as `to_json` writes it.
    init(json text: String) throws {
        do {
            columns = try JSONDecoder().decode([String: Value].self, from: Data(text.utf8))
        } catch {
            throw PostgresError(.undecodable, subject: "entry")
        }
    }

    package init(from decoder: any Decoder) throws {
        columns = try decoder.singleValueContainer().decode([String: Value].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(columns)
    }

    package subscript(column: String) -> Value {
        columns[column] ?? .null
    }
}

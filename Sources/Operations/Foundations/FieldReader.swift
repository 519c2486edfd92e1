import Foundation
import OutreachCore

/// Reads what somebody typed field by field, and keeps every problem until all are known.
struct FieldReader {
    private(set) var problems: [FieldProblem] = []

    /// A value of the domain; `nil` for a blank field and for one that cannot be read.
    mutating func read<Value: ParsedText>(_ field: String, _ text: String?, as type: Value.Type = Value.self) -> Value?
    {
        guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
        do {
            return try Value(parsing: text)
        } catch {
            add(FieldProblem(field: field, fault: error))
            return nil
        }
    }

    /// One word of a fixed list, in any case and with spaces or hyphens for underscores.
    mutating func choose<Choice: RawRepresentable<String> & CaseIterable>(
        _ field: String, _ text: String?, from type: Choice.Type = Choice.self
    ) -> Choice? {
        guard let text, !text.isEmpty else { return nil }
        let word = text.lowercased().split { " -_".contains($0) }.joined(separator: "_")
        if let choice = Choice(rawValue: word) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        refuse(field, "\(field)_unknown", "Enter one of these words: \(words).")
        return nil
    }

    /// A short text for people to read; `nil` where it is blank.
    mutating func text(_ field: String, _ text: String?) -> String? {
        guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
        guard text.unicodeScalars.count <= 500 else {
            refuse(field, "\(field)_too_long", "Enter at most 500 characters.")
            return nil
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control || $0 == "\n" }) else {
            refuse(
                field, "\(field)_control_character", "The text holds a character that cannot be shown. Type it again.")
            return nil
        }
        return text
    }

    mutating func refuse(_ field: String, _ code: String, _ message: String) {
        add(FieldProblem(field: field, code: code, message: message))
    }

    mutating func add(_ problem: FieldProblem) {
        problems.append(problem)
    }

    /// - Throws: ``Refusal`` with all problems, where there are any.
    func finish() throws(Refusal) {
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
    }
}

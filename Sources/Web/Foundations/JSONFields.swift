import HTTPTypes
import OutreachCore

/// The fields of a JSON object, read one by one with every problem kept until all are known.
///
/// A field that nobody reads is a problem of its own: a misspelt name must not look as if it had been taken.
struct JSONFields {
    private let values: [String: JSONValue]
    private let path: String
    private var known: Set<String> = []
    private(set) var problems: [FieldProblem] = []

    /// - Throws: ``Problem`` where the document is no object.
    init(_ document: JSONValue) throws {
        guard case .object(let values) = document else {
            throw Problem(.badRequest, "malformed_json", "The body has to be one JSON object.")
        }
        self.init(values, path: "")
    }

    private init(_ values: [String: JSONValue], path: String) {
        self.values = values
        self.path = path
    }

    /// A text; `nil` where it is absent or null.
    mutating func text(_ name: String) -> String? {
        switch take(name) {
        case .text(let text)?: return text
        case nil: return nil
        case _?: return refuse(name, "not_a_text", "Give a text in double quotes.")
        }
    }

    /// A text that has to be there.
    mutating func requiredText(_ name: String) -> String {
        require(name)
        return text(name) ?? ""
    }

    /// Notes that a field is absent which has to be there.
    mutating func require(_ name: String) {
        if isAbsent(name) { refuse(name, "required", "This field is needed.") }
    }

    private mutating func refuse(_ name: String, _ code: String, _ message: String) {
        problems.append(FieldProblem(field: path + name, code: code, message: message))
    }

    mutating func flag(_ name: String) -> Bool? {
        switch take(name) {
        case .flag(let flag)?: return flag
        case nil: return nil
        case _?: return refuse(name, "not_a_flag", "Say true or false, without quotes.")
        }
    }

    /// A whole number within bounds.
    mutating func integer(_ name: String, in bounds: ClosedRange<Int>) -> Int? {
        switch take(name) {
        case nil: return nil
        case .number(let number)? where Int(exactly: number).map(bounds.contains) == true: return Int(number)
        case _?:
            return refuse(
                name, "not_in_range", "Give a whole number from \(bounds.lowerBound) to \(bounds.upperBound).")
        }
    }

    /// Words of a closed list.
    mutating func words<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: Word.Type) -> [Word]? {
        guard let texts = texts(name, atMost: Word.allCases.count) else { return nil }
        let words = texts.compactMap { Word(rawValue: $0) }
        if words.count == texts.count { return words }
        return refuse(name, "unknown_word", "Give words out of: \(Self.listed(type)).")
    }

    private static func listed<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> String {
        Word.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// One word of a closed list.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: Word.Type) -> Word? {
        guard let text = text(name) else { return nil }
        if let word = Word(rawValue: text) { return word }
        return refuse(name, "unknown_word", "Say one of: \(Self.listed(type)).")
    }

    /// A text that a type of the domain reads.
    mutating func value<Value: ParsedText>(_ name: String, _ type: Value.Type) -> Value? {
        guard let text = text(name) else { return nil }
        do {
            return try Value(parsing: text)
        } catch {
            problems.append(FieldProblem(field: path + name, fault: error))
            return nil
        }
    }

    /// The elements of a list of texts.
    mutating func texts(_ name: String, atMost count: Int) -> [String]? {
        guard let elements = elements(name, atMost: count) else { return nil }
        let texts = elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
        guard texts.count == elements.count else { return refuse(name, "not_a_text", "Give a list of texts.") }
        return texts
    }

    /// The elements of a list of objects, each read by `body`; its problems name the place, for example `rows[3].sex`.
    mutating func objects<Element>(
        _ name: String, atMost count: Int, _ body: (inout JSONFields) -> Element?
    ) -> [Element]? {
        guard let elements = elements(name, atMost: count) else { return nil }
        return elements.enumerated().compactMap { index, element in
            guard case .object(let values) = element else {
                return refuse("\(name)[\(index)]", "not_an_object", "Give an object.")
            }
            var fields = JSONFields(values, path: "\(path)\(name)[\(index)].")
            let read = body(&fields)
            fields.noteUnread()
            problems += fields.problems
            return read
        }
    }

    /// An object within the object.
    mutating func object<Element>(_ name: String, _ body: (inout JSONFields) -> Element?) -> Element? {
        switch take(name) {
        case nil: return nil
        case .object(let values)?:
            var fields = JSONFields(values, path: "\(path)\(name).")
            let read = body(&fields)
            fields.noteUnread()
            problems += fields.problems
            return read
        case _?: return refuse(name, "not_an_object", "Give an object.")
        }
    }

    /// A part of the body that something else reads, as it is.
    mutating func document(_ name: String) -> JSONValue? {
        take(name)
    }

    /// Keeps a problem of a field and answers that there is no value.
    mutating func refuse<Value>(_ name: String, _ code: String, _ message: String) -> Value? {
        problems.append(FieldProblem(field: path + name, code: code, message: message))
        return nil
    }

    /// Whether a field is not there at all, or null.
    func isAbsent(_ name: String) -> Bool {
        switch values[name] {
        case nil, .null?: true
        case _?: false
        }
    }

    /// - Throws: ``Problem`` with everything that is wrong, where anything is.
    mutating func finish() throws {
        noteUnread()
        guard problems.isEmpty else { throw Problem.invalid(problems) }
    }

    // The name of an unknown field is the caller's text and may be anything: it is not repeated.
    private mutating func noteUnread() {
        let unread = values.keys.count { !known.contains($0) }
        guard unread > 0 else { return }
        let allowed = known.sorted().joined(separator: ", ")
        problems.append(
            FieldProblem(
                field: path.isEmpty ? "body" : String(path.dropLast()), code: "unknown_field",
                message: "\(unread) field(s) are not known here. Known: \(allowed)."))
    }

    private mutating func take(_ name: String) -> JSONValue? {
        known.insert(name)
        if case .null? = values[name] { return nil }
        return values[name]
    }

    private mutating func elements(_ name: String, atMost count: Int) -> [JSONValue]? {
        switch take(name) {
        case nil: return nil
        case .list(let elements)? where elements.count <= count: return elements
        case .list?: return refuse(name, "too_many", "Give at most \(count).")
        case _?: return refuse(name, "not_a_list", "Give a list.")
        }
    }
}

import OutreachCore

/// Why somebody does what cannot be undone, in their own words; kept with the record, never in the audit trail.
struct StatedReason {
    /// In Unicode scalars; a sentence or two.
    static let maximumLength = 300

    let text: String

    /// - Throws: ``Refusal`` that says what to enter.
    init(_ entered: String) throws(Refusal) {
        let words = entered.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else {
            throw .invalid([FieldProblem(field: "reason", code: "reason_missing", message: "Say why.")])
        }
        guard words.unicodeScalars.count <= Self.maximumLength else {
            let advice = "Say it in at most \(Self.maximumLength) characters."
            throw .invalid([FieldProblem(field: "reason", code: "reason_too_long", message: advice)])
        }
        guard !words.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            let advice = "The reason holds a character that cannot be shown. Type it instead of copying it."
            throw .invalid([FieldProblem(field: "reason", code: "reason_control_character", message: advice)])
        }
        text = words
    }
}

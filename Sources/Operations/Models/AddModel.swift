internal import Linkage
package import OutreachCore
package import Postgres
package import Store

/// Adds a model; it decides nothing until another steward has approved it.
package struct AddModel: RepeatableOperation {
    package static let name = "add_model"
    package static let roles: Set<Role> = [.steward]

    package let text: String
    package let label: String
    package let notes: String
    package let trainedFrom: String

    /// - Parameters:
    ///   - text: what ``MatchModel/text`` wrote.
    ///   - label: what people call it.
    ///   - notes: what is to be known of it.
    ///   - trainedFrom: what it learned from, in words.
    package init(_ text: String, label: String, notes: String = "", trainedFrom: String = "") {
        self.text = text
        self.label = label
        self.notes = notes
        self.trainedFrom = trainedFrom
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package let model: String
    }

    /// Three times the shipped one.
    package static let largestText = 16_384

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let model = try PinnedModel(entered: text)
        let words = try ModelWords(label: label, notes: notes, trainedFrom: trainedFrom)
        guard
            try session.add(model, name: words.label, notes: words.notes, trainedFrom: words.trainedFrom)
        else {
            throw Refusal(.conflict, "This model is there already. Look at it: outreach model list.")
        }
        return Effect(Outcome(model: model.id), audit: AuditEntry(Self.name, details: ["model": model.id]))
    }
}

extension PinnedModel {
    /// A model as somebody sent it, spaces and ends of lines as they may be.
    ///
    /// - Throws: ``Refusal`` that says what is wrong with it.
    package init(entered text: String) throws(Refusal) {
        guard text.utf8.count <= AddModel.largestText else { throw .badModel("too_large", "This is too long.") }
        do {
            self.init(try MatchModel(text: text))
        } catch {
            throw .badModel(error)
        }
    }
}

/// What people say of a model.
private struct ModelWords {
    let label: String
    let notes: String
    let trainedFrom: String

    init(label: String, notes: String, trainedFrom: String) throws(Refusal) {
        self.label = try Self.read(label, "name", upTo: 80)
        guard !self.label.isEmpty else {
            throw .invalid([FieldProblem(field: "name", code: "name_missing", message: "Say what it is called.")])
        }
        self.notes = try Self.read(notes, "notes", upTo: 1_000)
        self.trainedFrom = try Self.read(trainedFrom, "trained_from", upTo: 1_000)
    }

    private static func read(_ text: String, _ field: String, upTo length: Int) throws(Refusal) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isShown = !words.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard words.unicodeScalars.count <= length, isShown else {
            let advice = "Say it in at most \(length) characters that can be shown."
            throw .invalid([FieldProblem(field: field, code: "\(field)_invalid", message: advice)])
        }
        return words
    }
}

extension Refusal {
    fileprivate static func badModel(_ fault: ModelFault) -> Refusal {
        switch fault {
        case .unreadable: badModel("unreadable", "This is no model. Make one: outreach model train.")
        case .otherVersion:
            badModel("other_version", "This model is of another version than the program. Train it anew.")
        case .unknownField:
            badModel("unknown_field", "This model compares something that this program does not know. Train it anew.")
        case .wrongLevels(let field):
            badModel("wrong_levels", "The levels of \(field.name) are not those of this program. Train it anew.")
        case .noProbability(let field):
            badModel("no_probability", "A number of \(field.name) is no probability above 0 and up to 1.")
        case .wrongThresholds:
            badModel("wrong_thresholds", "The threshold of review has to be below that of what is automatic.")
        }
    }

    fileprivate static func badModel(_ code: String, _ message: String) -> Refusal {
        .invalid([FieldProblem(field: "text", code: "model_\(code)", message: message)])
    }
}

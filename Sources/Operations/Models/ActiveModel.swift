internal import Linkage
package import Postgres
package import Store

extension Session {
    /// The model that decides now.
    ///
    /// - Throws: ``Refusal`` where this program cannot read it: better nothing is decided than by other weights.
    package func activeModel() throws -> PinnedModel {
        guard let active = try activeModelText(knowing: PinnedModel.shipped.id) else { throw Refusal.noModel }
        guard let text = active.text else { return .shipped }
        guard let model = PinnedModel(active.id, text: text) else { throw Refusal.unreadableModel }
        return model
    }
}

extension PinnedModel {
    /// A model as it was stored; `nil` where this program does not know its levels, or its text is not the one that its
    /// id stands for.
    init?(_ id: String, text: String) {
        guard let model = try? MatchModel(text: text) else { return nil }
        self.init(model)
        guard self.id == id else { return nil }
    }
}

extension Refusal {
    fileprivate static var noModel: Refusal {
        Refusal(.conflict, "No model is in use, so that nobody can be matched. Run: outreach migrate.")
    }

    static var unreadableModel: Refusal {
        Refusal(
            .conflict,
            "The model in use is of another version than this program. Install the program that it was made for, or "
                + "go back to an earlier model: outreach model rollback.")
    }
}

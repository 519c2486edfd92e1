internal import Linkage
internal import Postgres

/// The model that a program is released with stands beside the others, and is in use where none is.
///
/// One that is in use stays: programs of two releases work on one database for a while, and what decides who is whom
/// is changed by a person.
extension Migrator {
    /// What the model is called among the names of migrations.
    static var shippedModel: String { "match_model_\(PinnedModel.shipped.id.prefix(12))" }

    /// Answers whether it was not there yet.
    func addShippedModel() async throws -> Bool {
        try await database.write(.owning) { session in
            let shipped = PinnedModel.shipped
            try session.lockModels()
            let added = try session.execute(.query("model/add_shipped"), shipped.id, shipped.model.text, "shipped")
            try session.execute(.query("model/activate_first"), shipped.id, "brought by a release")
            return added == 1
        }
    }

    /// Whether no model is in use, so that nobody could be told who is whom.
    func lacksModel() async throws -> Bool {
        try await database.read(.preparing) { session in
            try session.first(.query("model/find_activation")) { try !$0.value("found", as: Bool.self) } ?? true
        }
    }
}

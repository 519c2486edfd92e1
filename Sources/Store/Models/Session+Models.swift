internal import Linkage
package import Postgres

extension Session {
    /// The id of the model in use, and its text unless it is the one that is known already.
    package func activeModelText(knowing known: String) throws -> (id: String, text: String?)? {
        try first(.query("model/find_active"), known) { row in
            (id: try row.value("model_id"), text: try row.optional("text"))
        }
    }

    package func modelText(_ id: String) throws -> String? {
        try first(.query("model/find_text"), id) { try $0.value("text") }
    }

    /// Keeps two changes of what is in use apart until the transaction ends.
    package func lockModels() throws {
        try execute(.query("model/lock"))
    }

    /// Adds a model for another steward to approve; false where it is there already.
    package func add(_ model: PinnedModel, name: String, notes: String, trainedFrom: String) throws -> Bool {
        try execute(.query("model/add"), model.id, model.model.text, name, notes, trainedFrom) == 1
    }

    /// - Throws: ``OwnModel`` where the account added it.
    package func approveModel(_ id: String) throws {
        do {
            try execute(.query("model/approve"), id)
        } catch let error as PostgresError where error.constraint == "nobody_approves_the_own_model" {
            throw OwnModel()
        }
    }

    /// Takes a model into use from now on.
    package func activateModel(_ id: String, _ kind: ModelActivation.Kind, reason: String) throws {
        try execute(.query("model/activate"), id, kind, reason)
    }

    /// The model that was in use before the one that is.
    package func previousModel() throws -> String? {
        try first(.query("model/find_previous")) { try $0.value("model_id") }
    }
}

/// Somebody approves what they added themselves.
package struct OwnModel: Error {}

extension BatchLoop {
    /// The text of a model, or `nil` where there is none of this id.
    package func modelText(_ id: String) async throws -> String? {
        try await send(.query("batch/read_models"), id).first { try $0.value("text") }
    }
}

import Foundation
import Hummingbird
import Linkage
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What decides who is whom, and which of it is in use.
    static let models: [Endpoint] = [
        Endpoint(.get, "/models", ListModels.self) { exchange in
            try exchange.wholeList(try await exchange.run(ListModels()))
        },
        Endpoint(.post, "/models", AddModel.self) { exchange in
            let request = try await exchange.read { (fields: inout JSONFields) -> AddModel? in
                AddModel(
                    fields.requiredText("text"), label: fields.requiredText("name"),
                    notes: fields.text("notes") ?? "", trainedFrom: fields.text("trained_from") ?? "")
            }
            return try Answer.json(.created, AddedModel(try await exchange.once(request)))
        },
        Endpoint(.get, "/models/{model_id}", ShowModel.self) { exchange in
            let shown = try await exchange.run(ShowModel(ModelReference(exchange.parameter("model_id"))))
            return try Answer.json(.ok, ShownModel(shown))
        },
        Endpoint(.post, "/models/{model_id}/approve", ApproveModel.self) { exchange in
            let model = exchange.parameter("model_id")
            let request = try await exchange.read {
                ApproveModel(ModelReference(model), reason: $0.requiredText("reason"))
            }
            return try Answer.json(.ok, ChangedModel(try await exchange.once(request)))
        },
        Endpoint(.post, "/models/rollback", RollBackModel.self) { exchange in
            let request = try await exchange.read { (fields: inout JSONFields) -> RollBackModel? in
                RollBackModel(to: fields.text("to").map(ModelReference.init), reason: fields.requiredText("reason"))
            }
            return try Answer.json(.ok, ChangedModel(try await exchange.once(request)))
        },
        Endpoint(.get, "/model-activations", ListActivations.self) { exchange in
            try exchange.wholeList(try await exchange.run(ListActivations()))
        },
    ]
}

private struct AddedModel: Encodable {
    let modelID: String

    init(_ outcome: AddModel.Outcome) {
        modelID = outcome.model
    }
}

private struct ChangedModel: Encodable {
    let modelID: String
    let name: String
    /// The run that went on under the model of before.
    let stoppedRunID: RunID?

    init(_ change: ModelChange) {
        modelID = change.model
        name = change.name
        stoppedRunID = change.stoppedRun
    }
}

/// A model with its text, and what its levels weigh where this program knows them.
private struct ShownModel: Encodable {
    struct Level: Encodable {
        let field: String
        let level: String
        let m: Double
        let u: Double
        let bits: Double
    }

    let model: ModelListing
    let text: String
    let levels: [Level]?
    let activations: [ModelActivation]

    init(_ shown: ShowModel.Outcome) {
        model = shown.listing
        text = shown.text
        activations = shown.activations
        levels = shown.model.map { model in
            ComparisonField.allCases.flatMap { field in
                zip(field.weighedLevels, model.levels[field] ?? []).map { name, level in
                    Level(field: field.name, level: name, m: level.m, u: level.u, bits: level.bits)
                }
            }
        }
    }
}

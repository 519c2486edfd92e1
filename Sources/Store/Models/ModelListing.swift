package import Foundation
package import Postgres

/// A model as a list shows it.
package struct ModelListing: Encodable, Sendable {
    package enum State: String, Encodable, Sendable {
        case active
        /// In use once, or brought by a release: a steward may go back to it, or take it into use.
        case approved
        /// Nobody has approved it yet.
        case waiting
    }

    package let modelID: String
    package let name: String
    package let notes: String
    /// What it learned from, in words.
    package let trainedFrom: String
    package let state: State
    /// Brought by a release, whose makers answer for it.
    package let isShipped: Bool
    package let addedAt: Date
    package let addedByName: String?
    package let approvedAt: Date?
    package let approvedByName: String?
    /// When it was last taken into use.
    package let activatedAt: Date?
    /// Who may not approve it.
    package let addedBy: AccountID?

    private enum CodingKeys: String, CodingKey {
        case modelID, name, notes, trainedFrom, state, isShipped, addedAt, addedByName, approvedAt, approvedByName
        case activatedAt
    }

    package var wasUsed: Bool { activatedAt != nil }

    fileprivate init(row: borrowing Row) throws {
        modelID = try row.value("model_id")
        name = try row.value("name")
        notes = try row.value("notes")
        trainedFrom = try row.value("trained_from")
        isShipped = try row.value("is_shipped")
        addedAt = try row.value("added_at")
        addedBy = try row.optional("added_by")
        addedByName = try row.optional("added_by_name")
        approvedAt = try row.optional("approved_at")
        approvedByName = try row.optional("approved_by_name")
        activatedAt = try row.optional("activated_at")
        let isActive: Bool = try row.value("is_active")
        state = isActive ? .active : isShipped || approvedAt != nil ? .approved : .waiting
    }
}

/// One time at which a model was taken into use.
package struct ModelActivation: Encodable, Sendable {
    package enum Kind: String, Encodable, Sendable, CaseIterable, PostgresValue {
        case release
        case approval
        case rollback
    }

    /// Counts from one.
    package let activation: Int
    package let modelID: String
    package let name: String
    package let kind: Kind
    package let reason: String
    package let activatedAt: Date
    /// Nobody where a release brought the first one.
    package let activatedByName: String?

    fileprivate init(row: borrowing Row) throws {
        activation = try row.value("activation")
        modelID = try row.value("model_id")
        name = try row.value("name")
        kind = try row.value("kind")
        reason = try row.value("reason")
        activatedAt = try row.value("activated_at")
        activatedByName = try row.optional("activated_by_name")
    }
}

extension Session {
    /// Models, the latest first; those whose id begins so where a beginning is named.
    package func models(beginning: String? = nil) throws -> [ModelListing] {
        try all(.query("model/list"), beginning, decode: ModelListing.init(row:))
    }

    /// Which models were in use, the latest first.
    package func modelActivations(of model: String? = nil) throws -> [ModelActivation] {
        try all(.query("model/list_activations"), model, decode: ModelActivation.init(row:))
    }
}

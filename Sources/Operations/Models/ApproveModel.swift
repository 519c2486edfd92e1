package import OutreachCore
package import Postgres
package import Store

/// Approves a model that somebody else has added, and takes it into use.
///
/// One of a release was answered for by its makers: any steward may take it into use.
package struct ApproveModel: RepeatableOperation {
    package static let name = "approve_model"
    package static let roles: Set<Role> = [.steward]

    package let model: ModelReference
    package let reason: String

    package init(_ model: ModelReference, reason: String) {
        self.model = model
        self.reason = reason
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<ModelChange> {
        let reason = try StatedReason(reason).text
        try session.lockModels()
        let listing = try session.model(named: model)
        guard !listing.wasUsed, listing.approvedAt == nil else {
            throw Refusal(
                .conflict,
                "This model was approved before. Take it into use again: outreach model rollback --to.")
        }
        guard listing.addedBy != member.account else { throw Refusal.ownModel }
        do {
            try session.approveModel(listing.modelID)
        } catch is OwnModel {
            throw Refusal.ownModel
        }
        return Effect(
            try session.use(listing, .approval, reason: reason),
            audit: AuditEntry(Self.name, details: ["model": listing.modelID]))
    }
}

/// Goes back to a model that was in use before.
///
/// One steward is enough: two people, or a release, have answered for that model already, and going back has to be fast.
package struct RollBackModel: RepeatableOperation {
    package static let name = "roll_back_model"
    package static let roles: Set<Role> = [.steward]

    /// `nil` for the one that was in use before the present one.
    package let model: ModelReference?
    package let reason: String

    package init(to model: ModelReference? = nil, reason: String) {
        self.model = model
        self.reason = reason
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<ModelChange> {
        let reason = try StatedReason(reason).text
        try session.lockModels()
        let listing = try wanted(in: session)
        guard listing.state != .active else {
            throw Refusal(.conflict, "This model is in use already. Nothing was done.")
        }
        guard listing.wasUsed else {
            throw Refusal(
                .conflict, "This model was never in use. Another steward may approve it: outreach model approve.")
        }
        return Effect(
            try session.use(listing, .rollback, reason: reason),
            audit: AuditEntry(Self.name, details: ["model": listing.modelID]))
    }

    private func wanted(in session: borrowing Session) throws -> ModelListing {
        if let model { return try session.model(named: model) }
        guard let previous = try session.previousModel() else {
            throw Refusal(.conflict, "No model was in use before this one. Name one: outreach model rollback --to.")
        }
        return try session.model(named: .id(previous))
    }
}

/// Which model is in use after a change.
package struct ModelChange: Hashable, Codable, Sendable {
    package let model: String
    package let name: String
    /// The run that went on under the model of before, and was stopped.
    package let stoppedRun: RunID?
}

extension Session {
    /// Takes a model into use.
    ///
    /// A run that is under way was begun with another one: it is stopped, what it has done stands, and the next one
    /// decides by this model.
    fileprivate func use(
        _ listing: ModelListing, _ kind: ModelActivation.Kind, reason: String
    ) throws -> ModelChange {
        guard let text = try modelText(listing.modelID), PinnedModel(listing.modelID, text: text) != nil else {
            throw Refusal(
                .conflict,
                "This model is of another version than this program. Nothing was done: install the program that it "
                    + "was made for, or train one anew.")
        }
        try lockRuns()
        let unfinished = try unfinishedRun()
        if let unfinished { try abandon(unfinished.id) }
        try activateModel(listing.modelID, kind, reason: reason)
        return ModelChange(model: listing.modelID, name: listing.name, stoppedRun: unfinished?.id)
    }
}

extension Refusal {
    fileprivate static var ownModel: Refusal {
        Refusal(.conflict, "You added this model yourself. Another steward has to approve it.")
    }
}

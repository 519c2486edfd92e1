package import Linkage
package import OutreachCore
package import Postgres
package import Store

/// Shows every model that was added, the latest first.
package struct ListModels: Operation {
    package static let name = "list_models"
    package static let roles: Set<Role> = [.steward]

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[ModelListing]> {
        Effect(try session.models(), audit: AuditEntry(Self.name))
    }
}

/// Shows which model was in use since when, by whom and why, the latest first.
package struct ListActivations: Operation {
    package static let name = "list_activations"
    package static let roles: Set<Role> = [.steward]

    package init() {}

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[ModelActivation]> {
        Effect(try session.modelActivations(), audit: AuditEntry(Self.name))
    }
}

/// Shows one model: what it weighs, and when it was in use.
package struct ShowModel: Operation {
    package static let name = "show_model"
    package static let roles: Set<Role> = [.steward]

    package let model: ModelReference

    package init(_ model: ModelReference) {
        self.model = model
    }

    package struct Outcome: Sendable {
        package let listing: ModelListing
        package let text: String
        /// `nil` where this program does not know its levels.
        package let model: MatchModel?
        package let activations: [ModelActivation]
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let listing = try session.model(named: model)
        guard let text = try session.modelText(listing.modelID) else { throw Refusal.notFound("model") }
        return Effect(
            Outcome(
                listing: listing, text: text, model: PinnedModel(listing.modelID, text: text)?.model,
                activations: try session.modelActivations(of: listing.modelID)),
            audit: AuditEntry(Self.name, details: ["model": listing.modelID]))
    }
}

/// How somebody names a model: by its id, or by the first eight characters of it or more.
package enum ModelReference: Hashable, Codable, Sendable {
    case id(String)
    /// The one that is in use.
    case active

    static let shortest = 8

    /// Reads an id, its beginning, or `active`.
    package init(_ text: String) {
        self = text == "active" ? .active : .id(text)
    }
}

extension Session {
    /// - Throws: ``Refusal`` where there is no such model, or there are several.
    func model(named reference: ModelReference) throws -> ModelListing {
        switch reference {
        case .active:
            guard let active = try models().first(where: { $0.state == .active }) else {
                throw Refusal.notFound("model")
            }
            return active
        case .id(let text):
            let beginning = text.lowercased()
            guard beginning.utf8.count >= ModelReference.shortest, beginning.utf8.count <= 64,
                beginning.allSatisfy(\.isHexDigit), beginning.allSatisfy(\.isASCII)
            else { throw Refusal.notFound("model") }
            let found = try models(beginning: beginning)
            guard let model = found.first else { throw Refusal.notFound("model") }
            guard found.count == 1 else {
                throw Refusal(.conflict, "Several models begin like that. Give more of the id.")
            }
            return model
        }
    }
}

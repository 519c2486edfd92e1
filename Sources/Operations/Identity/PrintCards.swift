package import OutreachCore
package import Postgres
package import Store

/// Reads what stands on cards, so that they can be printed.
package struct PrintCards: Operation {
    package static let name = "print_cards"
    package static let roles: Set<Role> = [.manager, .registrar, .administrator]

    /// An employer's whole staff; more is printed in parts.
    package static let maximumCount = 5_000

    /// Whose cards.
    package enum Selection: Sendable {
        /// Temporary IDs as people write them, in the order of printing; reserved ones give blank cards.
        case ids([String])
        /// Everybody of an employer, by its ODS code; empty for a manager's own.
        case employer(String)
        /// Everybody of an uploaded file, in the order of its rows.
        case upload(UploadID)
    }

    package let selection: Selection

    package init(_ selection: Selection) {
        self.selection = selection
    }

    package var timeout: Duration? { .seconds(30) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[Card]> {
        let cards = try cards(in: session, by: member)
        guard !cards.isEmpty else { throw Refusal.notFound("card") }
        let entry = AuditEntry(Self.name, people: cards.map(\.person))
        return Effect(cards, audit: entry)
    }

    private func cards(in session: borrowing Session, by member: Membership) throws -> [Card] {
        let own = member.role == .manager ? member.organisation : nil
        switch selection {
        case .ids(let texts):
            return try cards(of: limited(texts), preferring: own, in: session)
        case .employer(let code):
            let employer = try session.employer(entered: code, by: member)
            let ids = try session.temporaryIDs(ofStaffOf: employer.id)
            return try session.cards(limited(ids), preferring: employer.id)
        case .upload(let upload):
            return try session.cards(limited(session.temporaryIDs(ofUpload: upload)), preferring: own)
        }
    }

    private func limited<Element>(_ elements: [Element]) throws(Refusal) -> [Element] {
        guard elements.count <= Self.maximumCount else {
            throw Refusal(.invalid, "These are more than \(Self.maximumCount) cards. Print them in parts.")
        }
        return elements
    }

    /// Every ID asked for gives its card, or the refusal says which does not, by its place in the list.
    private func cards(
        of texts: [String], preferring employer: OrganisationID?, in session: borrowing Session
    ) throws -> [Card] {
        var problems: [FieldProblem] = []
        var wanted: [(field: String, id: TemporaryID)] = []
        for (index, text) in texts.enumerated() {
            let field = "temporary_id \(index + 1)"
            do {
                let id = try TemporaryID(parsing: text)
                if !wanted.contains(where: { $0.id == id }) { wanted.append((field, id)) }
            } catch {
                problems.append(FieldProblem(field: field, fault: error))
            }
        }
        let cards = try session.cards(wanted.map(\.id), preferring: employer)
        let byID = Dictionary(uniqueKeysWithValues: cards.map { ($0.temporaryID, $0) })
        problems += wanted.compactMap { Self.problem(of: byID[$0.id], field: $0.field) }
        guard problems.isEmpty else {
            if wanted.count == 1, cards.isEmpty, texts.count == 1 { throw Refusal.notFound("temporary ID") }
            throw Refusal.invalid(problems)
        }
        return cards
    }

    private static func problem(of card: Card?, field: String) -> FieldProblem? {
        guard let card, card.state == .reserved || card.name != nil else {
            return FieldProblem(
                field: field, code: "temporary_id_not_found",
                message: "There is no temporary ID like that here. Compare it with the card.")
        }
        guard !card.state.isLive else { return nil }
        return FieldProblem(
            field: field, code: "temporary_id_closed",
            message: "This temporary ID was revoked or replaced. Print the one that the worker has now.")
    }
}

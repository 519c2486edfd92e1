import Foundation
import OutreachCore
import Postgres
import Store

extension Session {
    /// The temporary ID that somebody entered, locked until the transaction ends.
    ///
    /// - Throws: ``Refusal`` where the text is none, or the actor may see none like it.
    func temporaryID(entered text: String) throws -> HeldTemporaryID {
        guard let held = try locked(TemporaryID(entered: text)) else { throw Refusal.notFound("temporary ID") }
        return held
    }

    /// The person whom somebody named by the key of the record, or by an ID that the person once carried.
    ///
    /// - Throws: ``Refusal`` where the actor may see nobody like that.
    func person(named text: String) throws -> PersonID {
        if let key = UUID(uuidString: text) { return PersonID(key) }
        return try temporaryID(entered: text).person
    }

    /// Refuses to give a card to somebody who has an NHS number, or has no details yet.
    func requireUnnumbered(_ person: PersonID) throws -> IdentityStanding {
        guard let standing = try identityStanding(of: person) else { throw Refusal.notFound("worker") }
        guard !standing.isNumbered else {
            throw Refusal(.conflict, "This worker is already registered and needs no temporary ID.")
        }
        return standing
    }

    /// Draws a temporary ID that was never given out.
    func drawTemporaryID() throws -> TemporaryID {
        var generator = SystemRandomNumberGenerator()
        return try drawTemporaryIDs(1, using: &generator)[0]
    }
}

extension TemporaryID.State {
    /// The state after an event.
    ///
    /// - Throws: ``Refusal`` that says why it does not happen to an ID in this state, and what to do instead.
    mutating func require(_ event: TemporaryID.Event) throws(Refusal) {
        do {
            try apply(event)
        } catch {
            throw Refusal(.conflict, error.advice)
        }
    }
}

extension TemporaryID.State.IllegalEvent {
    fileprivate var advice: String {
        switch (state, event) {
        case (.reserved, _): "Nobody carries this blank card yet. Bind it to a worker first."
        case (.issued, _): "This card already has its worker. Reserve another ID for somebody else."
        case (.revoked, _): "This temporary ID was revoked before. Issue a new one where the worker needs it."
        case (.replaced, _): "This card was replaced before. Use the temporary ID that followed it."
        }
    }
}

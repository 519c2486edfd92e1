internal import OutreachCore
import Postgres
package import Store

/// Who got a dose: whoever holds the temporary ID as it was typed, or the person whose key an earlier answer gave.
package enum DoseRecipient: Hashable, Codable, Sendable, PersonalData {
    case temporaryID(String)
    case person(PersonID)
}

/// A person whom a request named, locked with the whole group.
struct NamedPerson {
    let person: PersonID
    let group: PersonGroup
    /// Of the temporary ID that was presented; `nil` where none was.
    let idState: TemporaryID.State?
}

extension Session {
    /// Finds whom a request means and locks the group, so that nobody merges or records meanwhile.
    ///
    /// - Throws: ``Refusal`` for an ID that is mistyped, ``AuditedRefusal`` for one that nobody holds.
    func lockPerson(_ reference: DoseRecipient, for action: String) throws -> NamedPerson {
        let missed = AuditedRefusal(.notFound("person"), audit: AuditEntry(action + "_missed"))
        switch reference {
        case .person(let person):
            guard let group = try lockGroup(of: person) else { throw missed }
            return NamedPerson(person: person, group: group, idState: nil)
        case .temporaryID(let text):
            let id = try TemporaryID(entered: text)
            guard let person = try holder(of: id)?.person, let group = try lockGroup(of: person),
                // Read under the lock: an ID may have been revoked in between.
                let holder = try holder(of: id)
            else { throw missed }
            return NamedPerson(person: person, group: group, idState: holder.state)
        }
    }
}

extension TemporaryID {
    /// - Throws: ``Refusal`` with the advice of the parser.
    init(entered text: String) throws(Refusal) {
        do {
            try self.init(parsing: text)
        } catch {
            throw Refusal.invalid([FieldProblem(field: "temporary_id", fault: error)])
        }
    }
}

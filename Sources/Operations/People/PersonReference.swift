internal import Foundation
package import OutreachCore
internal import Postgres
package import Store

/// How somebody names a person: by a temporary ID, an NHS number, or the key that the service gave.
package enum PersonReference: Hashable, Codable, Sendable, PersonalData {
    case temporaryID(TemporaryID)
    case nhsNumber(NHSNumber)
    case person(PersonID)

    /// Reads what somebody typed; `nil` where it is none of the three.
    package init?(_ text: String) {
        if let id = try? TemporaryID(parsing: text) {
            self = .temporaryID(id)
        } else if let number = try? NHSNumber(parsing: text) {
            self = .nhsNumber(number)
        } else if let key = UUID(uuidString: text) {
            self = .person(PersonID(key))
        } else {
            return nil
        }
    }
}

extension Session {
    /// The person whom a reference names.
    ///
    /// - Throws: ``Refusal`` of code `notFound`, also where the actor may not see the person.
    func person(named reference: PersonReference) throws -> PersonID {
        let found: PersonID? =
            switch reference {
            case .temporaryID(let id): try holder(of: id)?.person
            case .nhsNumber(let number): try person(holding: number)
            case .person(let id): try group(of: id).map { _ in id }
            }
        guard let found else { throw Refusal.notFound("person") }
        return found
    }
}

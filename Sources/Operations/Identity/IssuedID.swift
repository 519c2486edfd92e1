package import OutreachCore
package import Store

/// A temporary ID that somebody has been given, and who: the answer of the operations that give one.
package struct IssuedID: Hashable, Codable, Sendable {
    package let temporaryID: TemporaryID
    package let person: PersonID
}

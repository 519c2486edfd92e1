package import OutreachCore
package import Postgres
package import Store

/// One thing that somebody can do, with who may do it.
///
/// The stored properties of a conforming type are the request. ``OperationRunner`` opens the transaction, and writes
/// the effect's audit entry in it: an operation cannot succeed without one.
package protocol Operation: Sendable {
    associatedtype Outcome: Sendable

    /// The name in audit entries and idempotency keys, in snake case: a verb and its noun.
    static var name: String { get }

    /// The roles that may do it. What they may do it to is asked of the database.
    static var roles: Set<Role> { get }

    /// How long the transaction may take; `nil` takes the database's default.
    var timeout: Duration? { get }

    /// Does it, within the transaction of `session`.
    ///
    /// - Throws: ``Refusal`` where it cannot be done for a reason that the caller can mend.
    func perform(in session: borrowing Session, by member: Membership, at moment: Moment) throws -> Effect<Outcome>
}

extension Operation {
    package var timeout: Duration? { nil }
}

/// An operation that changes something and can therefore be asked for twice: the second time gets the first answer.
package protocol RepeatableOperation: Operation, Encodable where Outcome: Codable {}

/// What an operation did, and what the audit trail says of it.
package struct Effect<Outcome: Sendable>: Sendable {
    package let outcome: Outcome
    package let audit: [AuditEntry]

    package init(_ outcome: Outcome, audit first: AuditEntry, _ others: [AuditEntry] = []) {
        self.outcome = outcome
        audit = [first] + others
    }
}

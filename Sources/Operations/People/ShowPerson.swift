package import OutreachCore
package import Postgres
package import Store

/// Everything that is known of a person, through all the records that are this person.
///
/// A registrar sees people of the own area and nothing clinical: the database leaves the rest out.
package struct ShowPerson: Operation {
    package static let name = "show_person"
    package static let roles: Set<Role> = [.steward, .registrar]

    package let person: PersonReference

    package init(_ person: PersonReference) {
        self.person = person
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<PersonHistory> {
        guard let group = try session.group(of: session.person(named: person)) else {
            throw Refusal.notFound("person")
        }
        return Effect(try session.history(of: group), audit: AuditEntry(Self.name, people: group.members))
    }
}

import Operations
import OutreachCore
import Store
import TestDatabase

/// A worker of ``Members/employer`` with a card, and what tests ask of the registry.
struct Cardholder {
    let id: TemporaryID
    let person: PersonID

    static func enrolled(
        in test: TestDatabase, _ members: Members, family: String = "Okafor", given: String = "Chidi"
    ) async throws -> Cardholder {
        let form = WorkerForm([.familyName: family, .givenNames: given, .birthDate: "14-Jul-1985"])
        let outcome = try await test.runner().run(EnrolWorker(form), as: members.manager)
        guard let id = outcome.temporaryID, let person = outcome.person else { throw NotEnrolled() }
        return Cardholder(id: id, person: person)
    }

    struct NotEnrolled: Error {}
}

extension TestDatabase {
    /// The states of all temporary IDs, in the order of their opening.
    func states() async throws -> [String] {
        try await texts(
            "SELECT state AS text FROM identifier WHERE scheme = 'temporary_id' ORDER BY opened_at, state DESC")
    }

    /// `value state replaced_by` of every temporary ID of a person.
    func registry(of person: PersonID) async throws -> Set<String> {
        Set(
            try await texts(
                """
                SELECT concat_ws(' ', value, state, replaced_by) AS text
                FROM identifier WHERE scheme = 'temporary_id' AND person_id = '\(person)'
                """))
    }
}

/// The code of the refusal that `body` ends with, or `nil` where it does not.
func refusalCode(_ body: () async throws -> Void) async throws -> Refusal.Code? {
    do {
        try await body()
        return nil
    } catch let refusal as Refusal {
        return refusal.code
    }
}

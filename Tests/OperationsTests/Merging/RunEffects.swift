import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase

/// What the only run of a database did.
struct RunEffects {
    let merges: [(id: MergeID, one: PersonID, other: PersonID)]
    let numbers: [(person: PersonID, number: String)]

    init(in clinic: Clinic) async throws {
        (merges, numbers) = try await clinic.test.database.read(.owning) { session in
            let merges = try session.all(Query(name: "test", text: Self.mergesOfRun)) { row in
                (
                    id: try row.value("merge_id", as: MergeID.self), one: try row.value("person_id", as: PersonID.self),
                    other: try row.value("other_person_id", as: PersonID.self)
                )
            }
            let numbers = try session.all(Query(name: "test", text: Self.numbersOfRun)) { row in
                (person: try row.value("person_id", as: PersonID.self), number: try row.value("value", as: String.self))
            }
            return (merges, numbers)
        }
    }

    private static let mergesOfRun =
        "SELECT merge_id, person_id, other_person_id FROM person_merge WHERE run_id IS NOT NULL AND closed_at IS NULL"
    private static let numbersOfRun =
        "SELECT person_id, value FROM identifier WHERE run_id IS NOT NULL AND closed_at IS NULL"
}

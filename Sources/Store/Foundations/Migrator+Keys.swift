internal import Foundation
internal import Linkage
internal import OutreachCore
internal import Postgres

/// A program whose normaliser makes other blocking keys than the one before would not find whom that one has stored: a
/// second enrolment of one person would get a second ID.
extension Migrator {
    /// What the keys are called among the names of migrations.
    static let keys = "blocking_keys_\(Normaliser.version)"
    /// People, or patients, in one transaction.
    fileprivate static let keysPage = 5_000

    /// Adds the blocking keys of this program's normaliser for everybody, and its packed records for the patients of the
    /// reference; answers for how many.
    ///
    /// Safe to repeat and to kill: what is there is not added again.
    func addKeys() async throws -> Int {
        guard try await hasStaleKeys() else { return 0 }
        let nobody = PersonID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
        let people = try await pages(from: nobody) { try $0.addKeysToPeople(after: $1) }
        let patients = try await pages(from: "") { try $0.addKeysToPatients(after: $1) }
        try await database.write(.owning) { session in
            _ = try session.execute(.query("keys/note_version"), Normaliser.version)
        }
        return people + patients
    }

    /// Takes page after page, each in a transaction of its own; answers how many there were on all of them.
    private func pages<Key: Sendable>(
        from first: Key,
        _ page: @escaping @Sendable (borrowing Session, Key) throws -> (count: Int, last: Key)?
    ) async throws -> Int {
        var (total, last) = (0, first)
        while true {
            let start = last
            guard let taken = try await database.write(.owning, { try page($0, start) }) else { return total }
            total += taken.count
            last = taken.last
        }
    }

    /// Whether somebody may have keys of older programs alone; a newer program's stand beside those of this one.
    func hasStaleKeys() async throws -> Bool {
        try await database.read(.preparing) { session in
            let version = try session.first(.query("keys/find_version")) { try $0.value("version", as: Int.self) }
            return version.map { $0 < Normaliser.version } ?? false
        }
    }
}

extension Session {
    fileprivate func addKeysToPeople(after last: PersonID) throws -> (count: Int, last: PersonID)? {
        let people = try all(.query("keys/list_people"), last, Migrator.keysPage) { row in
            (id: try row.value("person_id", as: PersonID.self), keys: try PersonDetails(row: row).blockingKeys)
        }
        guard let end = people.last else { return nil }
        let pairs = people.flatMap { person in person.keys.map { (person.id, $0) } }
        try execute(.query("keys/add_to_people"), PostgresArray(pairs.map(\.0)), PostgresArray(pairs.map(\.1)))
        return (people.count, end.id)
    }

    fileprivate func addKeysToPatients(after last: String) throws -> (count: Int, last: String)? {
        let patients = try all(.query("keys/list_patients"), last, Migrator.keysPage) { row in
            (
                reference: try row.value("reference_id", as: ReferenceID.self),
                record: Normaliser.normalise(try LinkageRecord(patient: row))
            )
        }
        guard let end = patients.last else { return nil }
        try execute(
            .query("keys/pack_patients"), end.reference, Normaliser.version,
            PostgresArray(patients.map(\.record.id)), PostgresArray(patients.map(\.record.packed)))
        let pairs = patients.flatMap { patient in patient.record.storedKeys.map { (patient.record.id, $0) } }
        try execute(
            .query("keys/add_to_patients"), end.reference, PostgresArray(pairs.map(\.0)),
            PostgresArray(pairs.map(\.1)))
        return (patients.count, end.record.id)
    }
}

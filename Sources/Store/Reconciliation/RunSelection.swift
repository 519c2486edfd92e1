package import Linkage
internal import OutreachCore
package import Postgres

/// Whom a run decides about.
package enum RunScope: String, Codable, Sendable {
    /// Everybody who waits for a number.
    case everybody
    /// Everybody to whom something has happened since the run before.
    case changed
}

/// The run that a run over what has changed since builds on.
package struct RunBasis: Sendable {
    package let run: RunID
    /// What the whole of both lists said.
    package let census: PairedCensus
}

/// Somebody who waits for a number, as a run over what has changed sees them.
package struct DuePerson: Sendable {
    package let id: PersonID
    package let golden: PersonID
    /// Something has happened to somebody of the group.
    package let isDue: Bool
}

extension Session {
    /// The run to build on, or `nil` where a run has to be about everybody.
    package func runBasis(reference: ReferenceID, model: String) throws -> RunBasis? {
        try first(.query("run/find_basis"), reference, model) { row in
            try PairedCensus(row.value("counts")).map { RunBasis(run: try row.value("run_id"), census: $0) }
        } ?? nil
    }

    /// Keeps what a run over everybody has counted.
    package func keep(_ census: PairedCensus, of run: RunID) throws {
        try execute(.query("run/keep_census"), run, census.bytes)
    }

    /// Everybody who waits, in the order of their ids, and to whom of them something has happened since a run.
    ///
    /// `keys` are the blocking keys of patients that have changed since.
    package func duePeople(
        reference: ReferenceID, model: String, since basis: RunID, keys: Set<UInt64>
    ) throws -> [DuePerson] {
        try all(
            .query("run/list_due"), reference, model, basis, PostgresArray(Self.signed(keys))
        ) { row in
            DuePerson(
                id: try row.value("person_id"), golden: try row.value("golden_person_id"),
                isDue: try row.value("is_due"))
        }
    }

    /// People as a run compares them, none of them open: some by their ids, and those who share one of some keys.
    package func people(
        _ chosen: [PersonID], orSharing keys: Set<UInt64>, _ workers: any Workers
    ) throws -> [RegisterPerson] {
        let people = try all(
            .query("run/list_chosen"), PostgresArray(chosen), PostgresArray(Self.signed(keys)),
            decode: DescribedPerson.init(row:))
        return workers.normalise(people)
    }

    /// Whose open reviews name these patients.
    package func rivals(for records: [String]) throws -> [PersonID] {
        try all(.query("run/list_rivals"), PostgresArray(records)) { try $0.value("person_id") }
    }

    /// Adds the packed records of patients who share one of some keys and are not known yet by their ids.
    ///
    /// - Throws: ``UnpackedPatients`` where a program of another version loaded some of them.
    package func readPatients(
        of reference: ReferenceID, sharing keys: Set<UInt64>, into patients: inout RecordTable,
        known: inout Set<String>
    ) throws {
        try forEach(
            .query("reference/list_packed"), reference, PostgresArray(Self.signed(keys)), Normaliser.version
        ) { row in
            guard known.insert(try row.value("record_id")).inserted else { return }
            try Self.append(try row.optional("match_record"), to: &patients)
        }
    }

    /// The blocking keys of patients that have come into a reference, or gone, since a run; `nil` where they are so many
    /// that they would not fit into little memory.
    ///
    /// - Throws: ``UnpackedPatients`` where a program of another version loaded some of them.
    package func keysOfChangedPatients(of reference: ReferenceID, since basis: RunID) throws -> Set<UInt64>? {
        var changed = RecordTable()
        try forEach(
            .query("reference/list_changed"), reference, basis, Normaliser.version, Self.mostChanged + 1
        ) { row in
            try Self.append(try row.optional("match_record"), to: &changed)
        }
        return changed.count > Self.mostChanged ? nil : changed.blockingKeys
    }

    /// Records before and after a change, each with some eighteen keys.
    private static var mostChanged: Int { 100_000 }

    private static func append(_ record: [UInt8]?, to table: inout RecordTable) throws {
        let isAdded = record?.withUnsafeBufferPointer { table.append(packed: $0) }
        guard isAdded == true else { throw UnpackedPatients() }
    }

    private static func signed(_ keys: Set<UInt64>) -> [Int64] { keys.sorted().map { Int64(bitPattern: $0) } }
}

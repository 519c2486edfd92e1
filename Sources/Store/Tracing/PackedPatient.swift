package import Linkage
package import Postgres

/// A patient of the reference as the matcher packed them at load.
package struct PackedPatient: Sendable {
    package let record: String
    /// `nil` where a program of another version packed them.
    package let bytes: [UInt8]?

    fileprivate init(row: borrowing Row) throws {
        record = try row.value("record_id")
        bytes = try row.optional("match_record")
    }
}

/// What somebody is enrolled with who certainly is this patient.
package struct TracedPatient: Sendable {
    package let record: String
    package let nhsNumber: String
    /// A live person of the register has the number already.
    package let isHeld: Bool

    package init(_ patient: ReferencePatient) {
        record = patient.record.id
        nhsNumber = patient.nhsNumber
        isHeld = patient.isHeld
    }

    fileprivate init(row: borrowing Row) throws {
        record = try row.value("record_id")
        nhsNumber = try row.value("nhs_number")
        isHeld = try row.value("is_held")
    }
}

extension Session {
    /// Patients of the active reference who share a blocking key: for comparing only.
    ///
    /// Unlike those of ``referenceCandidates(sharing:)`` they need not be normalised.
    package func packedCandidates(sharing keys: [Int64]) throws -> [PackedPatient] {
        try all(
            .query("reference/list_packed_candidates"), PostgresArray(keys), Normaliser.version,
            decode: PackedPatient.init(row:))
    }

    package func tracedPatients(_ records: [String]) throws -> [TracedPatient] {
        try all(.query("reference/list_traced_patients"), PostgresArray(records), decode: TracedPatient.init(row:))
    }
}

extension RecordTable {
    /// The records of patients, each once; `nil` where one of them is not packed, or by another version.
    package init?(_ patients: [PackedPatient]) {
        self.init()
        var seen: Set<String> = []
        for patient in patients where seen.insert(patient.record).inserted {
            guard let bytes = patient.bytes, bytes.withUnsafeBufferPointer({ append(packed: $0) }) else { return nil }
        }
    }
}

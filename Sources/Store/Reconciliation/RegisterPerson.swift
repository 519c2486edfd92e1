package import Linkage
package import OutreachCore
package import Postgres

/// A person of the register as a run compares them.
package struct RegisterPerson: Sendable {
    package let id: PersonID
    /// The golden person of the group: the person, where not merged.
    package let golden: PersonID
    /// The group waits for a number.
    ///
    /// The others are compared so that what two people share counts as shared.
    package let isOpen: Bool
    /// The version of the details that the record was made from.
    package let version: Int
    package let record: NormalisedRecord

    package init(id: PersonID, golden: PersonID, isOpen: Bool, version: Int, record: NormalisedRecord) {
        self.id = id
        self.golden = golden
        self.isOpen = isOpen
        self.version = version
        self.record = record
    }

    /// The same person, waiting for a number.
    package var opened: RegisterPerson {
        RegisterPerson(id: id, golden: golden, isOpen: true, version: version, record: record)
    }

    init(row: borrowing Row) throws {
        let id: PersonID = try row.value("person_id")
        self.id = id
        golden = try row.value("golden_person_id")
        isOpen = try row.value("is_open")
        version = try row.value("version")
        record = Normaliser.normalise(try PersonDetails(row: row).linkageRecord(id: id.description))
    }
}

/// Patients of the reference were loaded by a program of another version, and not packed as this one reads them.
package struct UnpackedPatients: Error {}

/// What a patient of the reference leads to.
package struct ReferenceEntry: Hashable, Sendable {
    package let record: String
    package let number: NHSNumber
    /// The reference names the patient's practice.
    package let hasPractice: Bool
    /// The live person of the register who holds the number.
    package let holder: PersonID?

    package init(record: String, number: NHSNumber, hasPractice: Bool, holder: PersonID?) {
        self.record = record
        self.number = number
        self.hasPractice = hasPractice
        self.holder = holder
    }
}

/// A person whom a run decided about, as they stand when it is applied.
package struct DecidedState: Sendable {
    package let person: PersonID
    package let version: Int
    /// The same run has applied the decision already.
    package let isTraced: Bool
}

/// An employer's reference and the record of the patient that the worker was found to be.
package struct FoundRecord: Hashable, Sendable {
    package let employerReference: String
    package let record: String
    /// Evidence in bits; 0 where no trace found the number but a person named it.
    package let score: Double

    package init(employerReference: String, record: String, score: Double) {
        self.employerReference = employerReference
        self.record = record
        self.score = score
    }
}

extension Session {
    /// Everybody whom a run compares.
    package func registerPeople() throws -> [RegisterPerson] {
        var people: [RegisterPerson] = []
        try forEach(.query("run/list_people")) { people.append(try RegisterPerson(row: $0)) }
        return people
    }

    /// The patients of a reference who share a blocking key with somebody.
    ///
    /// Memory grows with those who do, not with all.
    ///
    /// - Throws: ``UnpackedPatients`` where a program of another version loaded some of them.
    package func scanReference(
        _ reference: ReferenceID, for index: QueryIndex, _ workers: any Workers
    ) throws -> ReferenceScan {
        var scan = ReferenceScan()
        var tables = [RecordTable()]
        let scanTables = {
            let full = tables
            for part in workers.map(full.count, { index.scan(full[$0]) }) { scan.append(part) }
            tables = [RecordTable()]
        }
        var areUnpacked = false
        try execute(.query("reference/choose"), reference, Normaliser.version)
        try copyOut(.query("reference/copy_records")) { record in
            let last = tables.count - 1
            guard let record, tables[last].append(packed: record.assumingMemoryBound(to: UInt8.self)) else {
                areUnpacked = true
                return
            }
            guard tables[last].count == Self.scannedAtOnce else { return }
            if tables.count == workers.count { scanTables() } else { tables.append(RecordTable()) }
        }
        guard !areUnpacked else { throw UnpackedPatients() }
        scanTables()
        return scan
    }

    private static var scannedAtOnce: Int { 20_000 }

    /// What these records of a reference lead to.
    package func referenceEntries(_ records: [String], in reference: ReferenceID) throws -> [String: ReferenceEntry] {
        let entries = try all(.query("reference/list_entries"), reference, PostgresArray(records)) { row in
            ReferenceEntry(
                record: try row.value("record_id"), number: try row.value("nhs_number"),
                hasPractice: try row.value("has_practice"), holder: try row.optional("holder"))
        }
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.record, $0) })
    }

    /// How people stand whom a run has decided about.
    package func states(of people: [PersonID], in run: RunID?) throws -> [PersonID: DecidedState] {
        let states = try all(.query("run/list_states"), PostgresArray(people), run) { row in
            DecidedState(
                person: try row.value("person_id"), version: try row.value("version"),
                isTraced: try row.value("is_traced"))
        }
        return Dictionary(uniqueKeysWithValues: states.map { ($0.person, $0) })
    }

    /// Gives people numbers, on behalf of a run where there is one, and answers those that no other live person held.
    package func openNumbers(
        _ numbers: [(person: PersonID, number: NHSNumber)], run: RunID?
    ) throws -> Set<NHSNumber> {
        let opened = try all(
            .query("identifier/open_numbers"), PostgresArray(numbers.map(\.person)),
            PostgresArray(numbers.map(\.number)), run
        ) { try $0.value("value", as: NHSNumber.self) }
        return Set(opened)
    }

    /// How many employers' references lead to somebody whose number is in a reference: one that a run gave, or any other.
    package func countFound(in reference: ReferenceID, by run: RunID, isOfRun: Bool) throws -> Int {
        try first(.query("run/count_found"), reference, run, isOfRun) { try $0.value("found", as: Int.self) } ?? 0
    }

    /// Everybody whose number is in a reference, by the references that employers know them by.
    package func foundRecords(in reference: ReferenceID) throws -> [FoundRecord] {
        try all(.query("run/list_found"), reference) { row in
            FoundRecord(
                employerReference: try row.value("employer_reference"), record: try row.value("record_id"),
                score: try row.value("score"))
        }
    }
}

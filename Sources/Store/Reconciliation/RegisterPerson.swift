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

    fileprivate init(_ described: DescribedPerson) {
        self.init(
            id: described.id, golden: described.golden, isOpen: described.isOpen, version: described.version,
            record: Normaliser.normalise(described.details.linkageRecord(id: described.id.description)))
    }
}

/// A person of the register as they were described, to be normalised.
struct DescribedPerson: Sendable {
    fileprivate let id: PersonID
    fileprivate let golden: PersonID
    fileprivate let isOpen: Bool
    fileprivate let version: Int
    fileprivate let details: PersonDetails

    init(row: borrowing Row) throws {
        id = try row.value("person_id")
        golden = try row.value("golden_person_id")
        isOpen = try row.value("is_open")
        version = try row.value("version")
        details = try PersonDetails(row: row)
    }
}

extension Workers {
    /// These people as a run compares them, in their order.
    func normalise(_ people: [DescribedPerson]) -> [RegisterPerson] {
        Array(mapParts(of: people.count) { range in people[range].map(RegisterPerson.init) }.joined())
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
    package func registerPeople(_ workers: any Workers) throws -> [RegisterPerson] {
        var people: [DescribedPerson] = []
        try forEach(.query("run/list_people")) { people.append(try DescribedPerson(row: $0)) }
        return workers.normalise(people)
    }

    /// The patients of a reference who share a blocking key with somebody.
    ///
    /// They are looked through, part by part of so many patients, while the next ones arrive. Memory grows with those
    /// who share a key, not with all.
    ///
    /// - Throws: ``UnpackedPatients`` where a program of another version loaded some of them.
    package func scanReference(
        _ reference: ReferenceID, for index: QueryIndex, _ workers: any Workers, partSize: Int = 20_000
    ) throws -> ReferenceScan {
        var scanner = ReferenceScanner(index, atOnce: workers.count)
        var table = RecordTable()
        var areUnpacked = false
        try execute(.query("reference/choose"), reference, Normaliser.version)
        try copyOut(.query("reference/copy_records")) { record in
            guard let record, table.append(packed: record.assumingMemoryBound(to: UInt8.self)) else {
                areUnpacked = true
                return
            }
            guard table.count == partSize else { return }
            scanner.begin(table)
            table = RecordTable()
        }
        guard !areUnpacked else { throw UnpackedPatients() }
        return scanner.finish(with: table)
    }

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

internal import Linkage
internal import OutreachCore
internal import Postgres
internal import Store

/// Compares only those who wait and to whom something has happened, as if everybody were compared.
///
/// What a decision rests on is looked up by blocking key: the patients who may be somebody, and everybody in the register
/// who may be the same person or has a phone in common. How common names are was counted by the last run over everybody.
/// Whoever may be one person with one of those compared, or is in doubt about the same patient, is compared too, until
/// nobody is missing: so a decision never rests on half of a cluster.
struct RunSelection {
    private let reference: ReferenceID
    private let linker: Linker
    private let basis: RunBasis
    private let excluded: [PersonID: Set<NHSNumber>]
    /// The golden person of everybody who waits, and everybody who waits by golden person.
    private let goldens: [PersonID: PersonID]
    private let groups: [PersonID: [PersonID]]

    private var chosen: Set<PersonID>
    private var people: [PersonID: RegisterPerson] = [:]
    private var followed: Set<UInt64> = []
    private var patients = RecordTable()
    private var patientIDs: Set<String> = []
    private var askedRecords: Set<String> = []

    /// Where more than one in so many is compared, a run over everybody is quicker.
    private static let fewestInOne = 4

    /// Answers `nil` where so many are due that a run over everybody is quicker.
    init?(
        of reference: ReferenceID, by linker: Linker, _ model: String, since basis: RunBasis,
        only wanted: Set<PersonID>?, in session: borrowing Session
    ) throws {
        guard
            let changed = wanted == nil ? try session.keysOfChangedPatients(of: reference, since: basis.run) : []
        else { return nil }
        let waiting = try session.duePeople(reference: reference, model: model, since: basis.run, keys: changed)
        self.reference = reference
        self.linker = Linker(model: linker.model, frequencies: basis.census.references, workers: linker.workers)
        self.basis = basis
        excluded = try session.excludedNumbers()
        goldens = Dictionary(uniqueKeysWithValues: waiting.map { ($0.id, $0.golden) })
        groups = Dictionary(grouping: waiting.map(\.id)) { [goldens] in goldens[$0] ?? $0 }
        chosen = []
        choose(waiting.filter { wanted?.contains($0.id) ?? $0.isDue }.map(\.id))
        guard isWorthwhile else { return nil }
    }

    private var isWorthwhile: Bool { chosen.count * Self.fewestInOne <= goldens.count }

    /// Compares those who are due and whom that concerns, or answers `nil` where these turn out to be too many.
    mutating func compare(
        in session: borrowing Session, _ progress: @Sendable (String) -> Void
    ) throws -> ComparedPeople? {
        while isWorthwhile {
            progress(
                "comparing \(chosen.count) of \(goldens.count) people who wait: nothing has happened to the others")
            try read(in: session)
            let people = people.values.sorted { $0.id < $1.id }
            let index = QueryIndex(RecordTable(people.map(\.record)))
            let duplicates = Linker(model: linker.model, workers: linker.workers)
                .deduplicate(index, of: basis.census.queries)
            let compared = ComparedPeople(
                people, index, index.scan(patients, countsNames: false), by: linker, duplicates: duplicates,
                leavingOut: excluded)
            let concerned = partners(in: compared) + (try rivals(in: compared, session))
            guard choose(concerned) else { return compared }
        }
        return nil
    }

    /// Adds people with their groups; answers whether anybody was missing.
    @discardableResult
    private mutating func choose(_ added: [PersonID]) -> Bool {
        let before = chosen.count
        for person in added where !chosen.contains(person) {
            guard let golden = goldens[person] else { continue }
            chosen.formUnion(groups[golden] ?? [])
        }
        return chosen.count > before
    }

    /// Reads who was chosen since, everybody who shares a key with them, and the patients who do.
    private mutating func read(in session: borrowing Session) throws {
        let missing = chosen.filter { people[$0]?.isOpen != true }
        for person in try session.people(missing.sorted(), orSharing: [], linker.workers) {
            people[person.id] = person.opened
        }
        let keys = Set(missing.flatMap { people[$0]?.record.blockingKeys ?? [] }).subtracting(followed)
        followed.formUnion(keys)
        for person in try session.people([], orSharing: keys, linker.workers) where people[person.id] == nil {
            people[person.id] = person
        }
        try session.readPatients(of: reference, sharing: keys, into: &patients, known: &patientIDs)
    }

    /// Whoever may be one person with somebody who is compared, and waits too.
    private func partners(in compared: ComparedPeople) -> [PersonID] {
        compared.duplicates.filter { $0.grade >= .probable }.flatMap { pair -> [PersonID] in
            let both = [pair.first, pair.second].compactMap(PersonID.init(postgresText:))
            return both.contains(where: chosen.contains) ? both : []
        }
    }

    /// Whoever is in doubt about a patient that somebody who is compared may be.
    private mutating func rivals(
        in compared: ComparedPeople, _ session: borrowing Session
    ) throws -> [PersonID] {
        let records = Set(compared.traces.filter { $0.grade >= .probable }.compactMap(\.reference))
        let unasked = records.subtracting(askedRecords)
        askedRecords.formUnion(unasked)
        return try session.rivals(for: unasked.sorted())
    }
}

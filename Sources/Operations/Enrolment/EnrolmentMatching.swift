import Linkage
import OutreachCore
import Postgres
import Store

/// A worker about to be enrolled at an employer.
///
/// A class, since it is a kilobyte that stands in many lists.
final class EnrolmentRow: Sendable {
    /// The row of the file as a spreadsheet counts, 1 for a single form.
    let number: Int
    let employer: Organisation
    let entry: WorkerEntry
    /// The reserved ID that becomes the worker's, if the worker is new; without one an ID is drawn.
    let blankCard: HeldTemporaryID?
    /// The worker as the matcher compares them, and the keys under which others find them: worked out once.
    let record: NormalisedRecord
    let keys: [Int64]

    init(number: Int, employer: Organisation, entry: WorkerEntry, blankCard: HeldTemporaryID? = nil) {
        self.number = number
        self.employer = employer
        self.entry = entry
        self.blankCard = blankCard
        record = Normaliser.normalise(entry.details.linkageRecord(id: "row \(number)"))
        keys = record.storedKeys
    }
}

/// Who of the workers about to be enrolled is whom: known people, and rows that are one person.
struct EnrolmentMatching {
    /// Whom a row turned out to be.
    struct Identity {
        let person: PersonID
        /// In the register before this enrolment.
        let isKnown: Bool
        let isNumbered: Bool
    }

    /// By the index of the row.
    private(set) var identities: [Identity] = []
    /// Pairs of different people that a steward should look at.
    private(set) var doubtful: [NewReview] = []

    /// What the people at hand are employed as, where the actor may see it.
    let employments: [Employment]

    private let rows: [EnrolmentRow]
    private let candidates: [RegisterCandidate]
    private let candidateRecords: [NormalisedRecord]
    /// The node of each row and of each candidate by its record's id, rows first.
    private let nodes: [String: Int]
    private var clusters: Clusters

    /// Works out who is whom.
    ///
    /// The names are counted over the whole register or reference where they are at hand; none at all is careful.
    init(
        _ rows: [EnrolmentRow], candidates: [RegisterCandidate], employments: [Employment], names: NameFrequencies,
        by model: PinnedModel
    ) {
        self.rows = rows
        self.candidates = candidates
        self.employments = employments
        candidateRecords = candidates.concurrentMap { Normaliser.normalise($0.record) }
        clusters = Clusters(count: rows.count + candidates.count)
        let records = rows.map(\.record) + candidateRecords
        nodes = Dictionary(uniqueKeysWithValues: records.indices.lazy.map { (records[$0].id, $0) })
        let linker = Linker(model: model.model, frequencies: names, workers: ThreadWorkers.everyCore)
        let pairs = linker.deduplicate(records)
        joinSameEntries()
        joinCertain(pairs)
        identify()
        doubt(pairs, by: model.id)
    }

    /// Joins a row to a person, or to an earlier row, of the same employer with the same names and birth date, unless
    /// both have references and these differ: one form sent twice, whatever else it says.
    private mutating func joinSameEntries() {
        var seen: [SameEntry: [(node: Int, reference: String?)]] = [:]
        let byPerson = Dictionary(grouping: employments, by: \.person)
        for (index, candidate) in candidates.enumerated() {
            for employment in byPerson[candidate.person] ?? [] {
                guard let entry = SameEntry(candidateRecords[index], employer: employment.employer) else { continue }
                seen[entry, default: []].append((rows.count + index, employment.employerReference))
            }
        }
        for (index, row) in rows.enumerated() {
            guard let entry = SameEntry(row.record, employer: row.employer.id) else { continue }
            let reference = row.entry.employerReference
            let same = seen[entry]?.first { $0.reference == nil || reference == nil || $0.reference == reference }
            if let same { clusters.join(index, same.node) }
            seen[entry, default: []].append((index, reference))
        }
    }

    /// Joins the rows that certainly are one person, unless the register holds several people that they could be.
    private mutating func joinCertain(_ pairs: [DuplicateDecision]) {
        for pair in pairs where pair.grade == .certain {
            guard let (first, second) = nodes(of: pair), first < rows.count else { continue }
            let members = clusters.members(of: first) + clusters.members(of: second)
            if knownPeople(members).count <= 1 { clusters.join(first, second) }
        }
    }

    private func knownPeople(_ members: [Int]) -> Set<PersonID> {
        Set(members.filter { $0 >= rows.count }.map { candidates[$0 - rows.count].golden })
    }

    /// So many rows are written by one statement, and their keys stand in the same pages of the indexes.
    private static let rowsOfOnePlace = 5_000

    private mutating func identify() {
        var invented: [Int: PersonID] = [:]
        let places = stride(from: 0, to: rows.count, by: Self.rowsOfOnePlace).map { _ in PersonID() }
        identities = rows.indices.map { index in
            let known = clusters.members(of: index).filter { $0 >= rows.count }.map { candidates[$0 - rows.count] }
            if let candidate = known.min(by: { $0.person < $1.person }) {
                let isNumbered = known.contains(where: \.isNumbered)
                return Identity(person: candidate.person, isKnown: true, isNumbered: isNumbered)
            }
            let root = clusters.root(of: index)
            let place = places[index / Self.rowsOfOnePlace]
            let person = invented[root] ?? rows[index].blankCard?.person ?? PersonID(near: place)
            invented[root] = person
            return Identity(person: person, isKnown: false, isNumbered: false)
        }
    }

    private mutating func doubt(_ pairs: [DuplicateDecision], by model: String) {
        for pair in pairs where pair.grade >= .probable {
            guard let (first, second) = nodes(of: pair), first < rows.count else { continue }
            let one = identities[first].person
            let other = second < rows.count ? identities[second].person : candidates[second - rows.count].person
            let isOfGroup =
                second >= rows.count
                && knownPeople(clusters.members(of: first)).contains(candidates[second - rows.count].golden)
            if one != other && !isOfGroup {
                doubtful.append(NewReview(duplicate: one, other, PairEvidence(pair, by: model)))
            }
        }
    }

    /// The two ends of a pair, a row first; `nil` for two people who were both in the register before.
    private func nodes(of pair: DuplicateDecision) -> (Int, Int)? {
        guard let first = nodes[pair.first], let second = nodes[pair.second] else { return nil }
        return first < second ? (first, second) : (second, first)
    }
}

/// What makes two entries of one employer the same worker, when no reference says otherwise.
private struct SameEntry: Hashable {
    let employer: OrganisationID
    let givenNames: [String]
    let familyName: String
    let birthDate: LinkageRecord.BirthDate

    /// `nil` where the birth date is not known to the day: names alone say too little.
    init?(_ record: NormalisedRecord, employer: OrganisationID) {
        guard let date = record.birthDate, date.day != nil else { return nil }
        self.employer = employer
        givenNames = record.givenNames + record.middleNames
        familyName = record.familyName
        birthDate = date
    }
}

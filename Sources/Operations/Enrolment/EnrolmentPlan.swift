import Linkage
import OutreachCore
import Postgres
import Store

/// What an enrolment is going to write, worked out before anything is written: the preview of a file is this plan.
struct EnrolmentPlan {
    /// Somebody whom the register does not know yet.
    struct NewPerson {
        let id: PersonID
        let row: EnrolmentRow
        /// Where a trace found that the worker has an NHS number after all.
        var number: NHSNumber?
    }

    private(set) var outcomes: [EnrolmentOutcome] = []
    private(set) var people: [NewPerson] = []
    private(set) var employments: [NewEmployment] = []
    private(set) var reviews: [NewReview] = []
    private(set) var traces: [NewTrace] = []
    /// What was planned for: an outcome stands at the place of its row.
    let rows: [EnrolmentRow]
    private let model: PinnedModel

    /// Works out what becomes of rows that have no errors.
    ///
    /// - Parameters:
    ///   - rows: What is to be enrolled, without errors.
    ///   - session: Where the register is read.
    ///   - member: Who enrols.
    ///   - byTwo: Whether the rows are so many that they are looked up by two transactions at once.
    /// - Throws: What the register answers.
    init(
        _ rows: [EnrolmentRow], in session: borrowing Session, by member: Membership, byTwo: Bool = false
    ) throws {
        self.rows = rows
        model = try session.activeModel()
        let references = rows.compactMap { row in row.entry.employerReference.map { (row.employer.id, $0) } }
        let known = try session.employments(references)
        let byReference = Dictionary(
            known.map { (ReferenceKey(employer: $0.employer, reference: $0.employerReference), $0) },
            uniquingKeysWith: { first, _ in first })
        let pending = rows.filter { byReference[ReferenceKey($0)] == nil }
        let matching = try Self.match(pending, by: model, in: session, as: member, byTwo: byTwo)
        addPeople(pending, matching)
        if try !people.isEmpty && session.hasReference() { try trace(in: session, by: member, byTwo: byTwo) }
        settle(byReference, matching)
    }

    /// Works out what becomes of one row from what is at hand: people of the register and patients of the reference who
    /// share a blocking key, none of them employed at the row's employer.
    init(
        new row: EnrolmentRow, candidates: [RegisterCandidate], patients: [ReferencePatient], by model: PinnedModel
    ) {
        rows = [row]
        self.model = model
        let matching = EnrolmentMatching(
            [row], candidates: candidates, employments: [], names: NameFrequencies(), by: model)
        addPeople([row], matching)
        trace(patients)
        settle([:], matching)
    }

    /// The person whom the plan adds, where it does nothing else: nobody known, no number, nothing doubtful.
    var onlyNewPerson: NewPerson? {
        guard outcomes.map(\.result) == [.enrolled], people.count == 1, employments.count == 1, reviews.isEmpty,
            traces.isEmpty
        else { return nil }
        return people.first
    }

    private mutating func settle(
        _ byReference: [ReferenceKey: Employment], _ matching: EnrolmentMatching
    ) {
        var identities = matching.identities.makeIterator()
        var ledger = EnrolmentLedger(employments: matching.employments, numbered: people.filter { $0.number != nil })
        for row in rows {
            if let employment = byReference[ReferenceKey(row)] {
                outcomes.append(
                    EnrolmentOutcome(
                        result: .alreadyEnrolled, person: employment.person, employment: employment.id,
                        problems: row.entry.problems))
            } else if let identity = identities.next() {
                add(row, identity, &ledger)
            }
        }
        reviews += matching.doubtful
        dropPeopleOfRefusedRows()
    }

    /// A row may be refused after its person was traced; nothing is written about somebody without an employment.
    private mutating func dropPeopleOfRefusedRows() {
        let employed = Set(employments.map(\.personId))
        let dropped = Set(people.map(\.id)).subtracting(employed)
        guard !dropped.isEmpty else { return }
        people.removeAll { dropped.contains($0.id) }
        traces.removeAll { dropped.contains($0.person) }
        reviews.removeAll { review in
            dropped.contains(review.personId) || review.otherPersonId.map(dropped.contains) ?? false
        }
    }

    /// Who is whom, with the employments that the people at hand have at the employers at hand.
    private static func match(
        _ rows: [EnrolmentRow], by model: PinnedModel, in session: borrowing Session, as member: Membership, byTwo: Bool
    ) throws -> EnrolmentMatching {
        let found = try session.ask(about: rows.flatMap(\.keys), by: member, byTwo: byTwo) { session, keys in
            try session.registerCandidates(sharing: keys)
        }
        let candidates = Dictionary(found.map { ($0.person, $0) }) { first, _ in first }.values
            .sorted { $0.person < $1.person }
        let employments = try session.employments(of: candidates.map(\.person))
        return EnrolmentMatching(
            rows, candidates: candidates, employments: employments, names: NameFrequencies(), by: model)
    }

    // MARK: One row

    private mutating func add(
        _ row: EnrolmentRow, _ identity: EnrolmentMatching.Identity, _ ledger: inout EnrolmentLedger
    ) {
        let outcome = ledger.outcome(of: row, identity)
        outcomes.append(outcome)
        if ledger.settle(outcome, of: row), let person = outcome.person, let id = outcome.employment {
            employments.append(employment(of: row, person: person, id: id))
        }
    }

    private func employment(of row: EnrolmentRow, person: PersonID, id: EmploymentID) -> NewEmployment {
        NewEmployment(
            person: person, id: id, employer: row.employer.id,
            employerReference: row.entry.employerReference, jobRole: row.entry.jobRole,
            cohort: PriorityCohort(defaultFor: row.employer.setting ?? .otherSocialCare),
            startedOn: row.entry.startedOn)
    }

    // MARK: Tracing

    /// Adds the people that are new.
    private mutating func addPeople(_ rows: [EnrolmentRow], _ matching: EnrolmentMatching) {
        var seen: Set<PersonID> = []
        for (row, identity) in zip(rows, matching.identities)
        where !identity.isKnown && seen.insert(identity.person).inserted {
            people.append(NewPerson(id: identity.person, row: row))
        }
    }

    /// Asks the reference whether the new people have a number after all.
    private mutating func trace(in session: borrowing Session, by member: Membership, byTwo: Bool) throws {
        let keys = people.flatMap(\.row.keys)
        let packed = try session.ask(about: keys, by: member, byTwo: byTwo) { session, keys in
            try session.packedCandidates(sharing: keys)
        }
        guard let table = RecordTable(packed) else { return trace(try session.referenceCandidates(sharing: keys)) }
        let index = QueryIndex(RecordTable(people.map(\.row.record)))
        let decisions = linker.decide(index, index.scan(table, countsNames: false))
        let records = Set(decisions.lazy.filter { $0.grade == .certain }.compactMap(\.reference))
        keep(decisions, try session.tracedPatients(Array(records)))
    }

    /// Asks patients of the reference whether the new people have a number after all.
    private mutating func trace(_ references: [ReferencePatient]) {
        guard !references.isEmpty else { return }
        let decisions = linker.link(
            queries: people.map(\.row.record), references: references.map { Normaliser.normalise($0.record) })
        keep(decisions, references.map(TracedPatient.init))
    }

    private var linker: Linker {
        Linker(model: model.model, frequencies: NameFrequencies(), workers: ThreadWorkers.everyCore)
    }

    /// Keeps what is certain.
    private mutating func keep(_ decisions: [Decision], _ patients: [TracedPatient]) {
        let byRecord = Dictionary(uniqueKeysWithValues: patients.map { ($0.record, $0) })
        let certain = decisions.indices.filter { decisions[$0].grade == .certain && decisions[$0].reference != nil }
        let found = Dictionary(grouping: certain) { decisions[$0].reference }
        for index in certain {
            guard let patient = decisions[index].reference.flatMap({ byRecord[$0] }) else { continue }
            let rival = found[decisions[index].reference]?.first { $0 != index }
            keep(decisions[index], of: index, patient, rival: rival.map { people[$0].id })
        }
    }

    /// A number that somebody else holds, or that two of the new people are traced to, never decides by itself: a
    /// steward looks at the two.
    private mutating func keep(_ decision: Decision, of index: Int, _ patient: TracedPatient, rival: PersonID?) {
        let person = people[index].id
        let conflict: ConflictKind? = patient.isHeld ? .numberHeld : rival == nil ? nil : .numberShared
        let number = try? NHSNumber(parsing: patient.nhsNumber)
        if let conflict {
            reviews.append(
                NewReview(
                    .conflict, person, conflict: conflict, other: patient.isHeld ? nil : rival,
                    record: patient.record, number: patient.nhsNumber,
                    match: PairEvidence(decision, by: model.id)))
        } else {
            people[index].number = number
        }
        traces.append(
            NewTrace(
                person, decision, by: model.id, number: number,
                outcome: conflict == nil ? .assigned : .conflict))
    }
}

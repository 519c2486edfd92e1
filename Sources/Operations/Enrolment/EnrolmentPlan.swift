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

    /// Works out what becomes of rows that have no errors.
    init(_ rows: [EnrolmentRow], in session: borrowing Session) throws {
        let references = rows.compactMap { row in row.entry.employerReference.map { (row.employer.id, $0) } }
        let known = try session.employments(references)
        let byReference = Dictionary(
            known.map { (ReferenceKey(employer: $0.employer, reference: $0.employerReference), $0) },
            uniquingKeysWith: { first, _ in first })
        let pending = rows.filter { byReference[ReferenceKey($0)] == nil }
        let matching = try Self.match(pending, in: session)
        try trace(pending, matching, in: session)

        var identities = matching.identities.makeIterator()
        var met = Met()
        for row in rows {
            if let employment = byReference[ReferenceKey(row)] {
                outcomes.append(
                    outcome(.alreadyEnrolled, of: row, person: employment.person, employment: employment.id))
            } else if let identity = identities.next() {
                add(row, identity, &met, employedBefore: matching.employments)
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
        traces.removeAll { dropped.contains($0.personId) }
        reviews.removeAll { review in
            dropped.contains(review.personId) || review.otherPersonId.map(dropped.contains) ?? false
        }
    }

    /// Who is whom, with the employments that the people at hand have at the employers at hand.
    private static func match(
        _ rows: [EnrolmentRow], in session: borrowing Session
    ) throws -> EnrolmentMatching {
        let keys = Set(rows.flatMap { $0.entry.details.blockingKeys })
        let candidates = try session.registerCandidates(sharing: Array(keys))
        let employments = try session.employments(of: candidates.map(\.person))
        return EnrolmentMatching(rows, candidates: candidates, employments: employments, names: NameFrequencies())
    }

    // MARK: One row

    private struct ReferenceKey: Hashable {
        let employer: OrganisationID
        let reference: String?

        init(employer: OrganisationID, reference: String?) {
            self.employer = employer
            self.reference = reference
        }

        init(_ row: EnrolmentRow) {
            self.init(employer: row.employer.id, reference: row.entry.employerReference)
        }
    }

    /// What earlier rows of the same file have settled.
    private struct Met {
        var rowOfPerson: [PersonID: Int] = [:]
        var rowOfReference: [ReferenceKey: (number: Int, outcome: EnrolmentOutcome)] = [:]
        var employmentAt: [EmploymentKey: EmploymentID] = [:]
    }

    private struct EmploymentKey: Hashable {
        let person: PersonID
        let employer: OrganisationID
    }

    private mutating func add(
        _ row: EnrolmentRow, _ identity: EnrolmentMatching.Identity, _ met: inout Met, employedBefore: [Employment]
    ) {
        let reference = ReferenceKey(row)
        if let earlier = met.rowOfReference[reference], reference.reference != nil {
            outcomes.append(repeated(row, of: earlier, identity))
            return
        }
        let key = EmploymentKey(person: identity.person, employer: row.employer.id)
        let employedAlready =
            met.employmentAt[key]
            ?? employedBefore.first { $0.person == key.person && $0.employer == key.employer }?.id
        var result = outcome(.enrolled, of: row, person: identity.person, employment: EmploymentID())
        if let employment = employedAlready, row.entry.employerReference == nil {
            result = outcome(.alreadyEnrolled, of: row, person: identity.person, employment: employment)
        } else {
            employments.append(employment(of: row, person: identity.person, id: result.employment))
        }
        if let earlier = met.rowOfPerson[identity.person] {
            result = result.withResult(result.result == .enrolled ? .knownPerson : result.result)
                .withProblem(Self.samePerson(asRow: earlier))
        } else if identity.isKnown && result.result == .enrolled {
            result = result.withResult(.knownPerson)
        }
        let isNumbered = identity.isNumbered || people.contains { $0.id == identity.person && $0.number != nil }
        if isNumbered && result.result == .enrolled { result = result.withResult(.alreadyRegistered) }
        met.rowOfPerson[identity.person] = met.rowOfPerson[identity.person] ?? row.number
        met.employmentAt[key] = result.employment
        met.rowOfReference[reference] = (row.number, result)
        outcomes.append(result)
    }

    /// The employer's reference stands twice in the file: for the same worker, or by mistake for another.
    private func repeated(
        _ row: EnrolmentRow, of earlier: (number: Int, outcome: EnrolmentOutcome),
        _ identity: EnrolmentMatching.Identity
    ) -> EnrolmentOutcome {
        guard earlier.outcome.person == identity.person else {
            let problem = FieldProblem(
                field: WorkerForm.Field.employerReference.rawValue, code: "reference_used_twice",
                message: "Row \(earlier.number) has the same reference for somebody else. Give each worker an own one.")
            return EnrolmentOutcome(
                result: .refused, person: nil, employment: nil, problems: row.entry.problems + [problem])
        }
        return outcome(
            .alreadyEnrolled, of: row, person: earlier.outcome.person, employment: earlier.outcome.employment
        ).withProblem(Self.samePerson(asRow: earlier.number))
    }

    private static func samePerson(asRow number: Int) -> FieldProblem {
        FieldProblem(
            field: WorkerForm.Field.familyName.rawValue, code: "same_person_as_another_row", severity: .warning,
            message: "This is the same person as in row \(number). If it is not, tell the records team.")
    }

    private func outcome(
        _ result: EnrolmentOutcome.Result, of row: EnrolmentRow, person: PersonID?, employment: EmploymentID?
    ) -> EnrolmentOutcome {
        EnrolmentOutcome(
            result: result, person: person, employment: employment, problems: row.entry.problems)
    }

    private func employment(of row: EnrolmentRow, person: PersonID, id: EmploymentID?) -> NewEmployment {
        NewEmployment(
            person: person, id: id ?? EmploymentID(), employer: row.employer.id,
            employerReference: row.entry.employerReference, jobRole: row.entry.jobRole,
            cohort: PriorityCohort(defaultFor: row.employer.setting ?? .otherSocialCare),
            startedOn: row.entry.startedOn)
    }

    // MARK: Tracing

    /// Adds the people that are new and asks the active reference whether they have a number after all.
    private mutating func trace(
        _ rows: [EnrolmentRow], _ matching: EnrolmentMatching, in session: borrowing Session
    ) throws {
        var seen: Set<PersonID> = []
        for (row, identity) in zip(rows, matching.identities)
        where !identity.isKnown && seen.insert(identity.person).inserted {
            people.append(NewPerson(id: identity.person, row: row))
        }
        let keys = Set(people.flatMap { $0.row.entry.details.blockingKeys })
        let references = try session.referenceCandidates(sharing: Array(keys))
        guard !references.isEmpty else { return }
        let byRecord = Dictionary(uniqueKeysWithValues: references.map { ($0.record.id, $0) })
        let decisions = Linker(frequencies: NameFrequencies()).link(
            queries: people.map { $0.row.entry.details.linkageRecord(id: $0.id.description) },
            references: references.map(\.record))
        for (index, decision) in decisions.enumerated() {
            guard decision.grade == .certain, let record = decision.reference, let patient = byRecord[record] else {
                continue
            }
            keep(decision, of: index, patient)
        }
    }

    /// A number that somebody else holds never decides by itself: a steward looks at the two.
    private mutating func keep(_ decision: Decision, of index: Int, _ patient: ReferencePatient) {
        let person = people[index].id
        if patient.isHeld {
            reviews.append(
                NewReview(
                    .conflict, person, record: patient.record.id, number: patient.nhsNumber,
                    match: PairEvidence(decision)))
        } else {
            people[index].number = try? NHSNumber(parsing: patient.nhsNumber)
        }
        traces.append(
            NewTrace(person, decision, number: patient.nhsNumber, outcome: patient.isHeld ? .conflict : .assigned))
    }
}

extension EnrolmentOutcome {
    fileprivate func withResult(_ result: Result) -> EnrolmentOutcome {
        EnrolmentOutcome(
            result: result, person: person, employment: employment, temporaryID: temporaryID, problems: problems)
    }

    fileprivate func withProblem(_ problem: FieldProblem) -> EnrolmentOutcome {
        EnrolmentOutcome(
            result: result, person: person, employment: employment, temporaryID: temporaryID,
            problems: problems + [problem])
    }
}

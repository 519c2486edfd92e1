internal import Linkage
package import OutreachCore
package import Postgres
package import Store

/// Takes an NHS number that a steward has found by other means: a letter, a telephone call, a national search.
///
/// It is given where nothing speaks against it. A number that somebody else holds becomes a conflict and never a
/// merge; where the reference does not know the number, or knows another date of birth or a death, another steward has
/// to confirm it.
package struct EnterNumber: RepeatableOperation, PersonalData {
    package static let name = "enter_nhs_number"
    package static let roles: Set<Role> = [.steward]

    package let person: PersonReference
    package let number: NHSNumber
    package let reason: String
    /// Whether numbers that were never issued are taken: for tests and trials, not where patients are real.
    package let acceptsTestNumbers: Bool

    /// - Parameters:
    ///   - person: whose it is.
    ///   - number: as it was typed, its check digit right.
    ///   - reason: where it comes from.
    ///   - acceptsTestNumbers: a setting of the installation.
    package init(_ person: PersonReference, _ number: NHSNumber, reason: String, acceptsTestNumbers: Bool) {
        self.person = person
        self.number = number
        self.reason = reason
        self.acceptsTestNumbers = acceptsTestNumbers
    }

    package struct Outcome: Hashable, Codable, Sendable {
        package enum Result: String, Hashable, Codable, Sendable {
            case given
            /// Another steward has to confirm it, in the review.
            case proposed
            /// Somebody has to decide the conflict that was opened.
            case inConflict = "in_conflict"
        }

        package let person: PersonID
        package let result: Result
        package let review: ReviewID?
        package let causes: [SecondPersonCause]
        /// What ``UndoNumberChange`` takes back, where the person has the number now.
        package var change: NumberChangeID?
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let reason = try StatedReason(reason).text
        guard acceptsTestNumbers || number.range != .neverIssued else {
            throw Refusal.invalid([
                FieldProblem(
                    field: "nhs_number", code: "nhs_number_test_range",
                    message: "This number is of the range for tests, and a setting forbids these here.")
            ])
        }
        let standing = try NumberStanding(number, for: session.person(named: person), in: session)
        try standing.refuse()
        let outcome = try decide(standing, reason, in: session, at: moment)
        var details = ["result": outcome.result.rawValue]
        details["review"] = outcome.review?.description
        details["change"] = outcome.change?.description
        return Effect(outcome, audit: AuditEntry(Self.name, people: standing.people, details: details))
    }

    private func decide(
        _ standing: NumberStanding, _ reason: String, in session: borrowing Session, at moment: Moment
    ) throws -> Outcome {
        if let conflict = standing.conflict {
            let review = try standing.open(.conflict, conflict, in: session, at: moment)
            return Outcome(person: standing.person, result: .inConflict, review: review, causes: [])
        }
        guard standing.causes.isEmpty else {
            let review = try standing.open(.trace, nil, in: session, at: moment)
            guard let opened = try session.review(review, today: moment.today) else { throw Refusal.notFound("review") }
            try session.add(NewReviewStep(.same, .proposed, reason: reason), to: opened)
            try session.move(review, to: .proposed)
            return Outcome(person: standing.person, result: .proposed, review: review, causes: standing.causes)
        }
        let change = NumberChange(of: standing.person, among: standing.people)
        try ChangeUnderWay(change, reason: reason, evidence: "number entered", in: session, at: moment)
            .give(number, in: session)
        return Outcome(person: standing.person, result: .given, review: nil, causes: [], change: change.id)
    }
}

/// How a number stands to the person for whom somebody has typed it, everybody concerned locked.
struct NumberStanding {
    let person: PersonID
    /// Everybody who is one human with the person, or with whoever holds the number.
    let people: [PersonID]
    private let number: NHSNumber
    private let own: [PersonID]
    private let held: [NHSNumber]
    private let holder: PersonID?
    private let patient: PatientDetails?
    private let birthDates: [BirthDate]
    private let isExcluded: Bool

    init(_ number: NHSNumber, for person: PersonID, in session: borrowing Session) throws {
        let first = try session.person(holding: number)
        var members = try session.lockComponents(of: [person] + [first].compactMap(\.self))
        // Under the lock of the person nobody else gives the person a number; somebody may have got this one.
        let holder = try session.person(holding: number)
        if let holder, !members.contains(where: { $0.id == holder }) {
            members = try session.lockComponents(of: [person, holder])
        }
        let golden = members.first { $0.id == person }.map { $0.golden ?? $0.id }
        let own = members.filter { ($0.golden ?? $0.id) == golden }.map(\.id)
        let details = try session.details(of: own)
        guard !details.isEmpty else { throw Refusal.notFound("person") }
        (self.person, self.number, self.holder, self.own) = (person, number, holder, own)
        people = members.map(\.id)
        held = (try session.groupNumbers(of: [person])[person] ?? []).map(\.number)
        patient = try session.patient(number)
        birthDates = own.compactMap { details[$0]?.birthDate }
        isExcluded = ExcludedPairs(of: members, try session.exclusions(of: own))
            .isExcluded(number, from: golden ?? person)
    }

    /// - Throws: what cannot be done at all, and what to do instead.
    func refuse() throws {
        if held.contains(number) { throw refusal("This person has this number already. Nothing was done.") }
        if isExcluded {
            throw refusal("A steward declared that this number is not this person's. Withdraw that first.")
        }
        if patient?.supersededBy != nil {
            throw refusal("This number was replaced by another one. Find out the number that holds now, and enter it.")
        }
    }

    /// What a steward has to decide first.
    var conflict: ConflictKind? {
        if let holder, !own.contains(holder) { return .numberHeld }
        return held.isEmpty ? nil : .twoNumbers
    }

    /// Why another steward has to confirm it.
    var causes: [SecondPersonCause] {
        guard let patient else { return [.numberUnknown] }
        let known = birthDates + (patient.birthDate.map { [$0] } ?? [])
        let agree = known.allSatisfy { one in
            known.allSatisfy { one.earliest <= $0.latest && $0.earliest <= one.latest }
        }
        return (agree ? [] : [.birthDatesDiffer])
            + (patient.record.status.contains(.deceased) ? [.patientDeceased] : [])
    }

    /// Opens a review about the number, or finds the one that is open.
    func open(
        _ kind: NewReview.Kind, _ conflict: ConflictKind?, in session: borrowing Session, at moment: Moment
    ) throws -> ReviewID {
        let id = ReviewID()
        let evidence = PairEvidence(
            score: 0, rule: "steward", reasons: ["the number was entered by a steward"],
            vetoes: causes.contains(.birthDatesDiffer) ? [Veto.differentBirthDate.rawValue] : [])
        let other = conflict == .numberHeld ? holder : nil
        try session.open([
            NewReview(
                kind, person, conflict: conflict, other: other, record: patient?.record.id, number: number.digits,
                match: evidence, id: id)
        ])
        let open = try session.reviews(of: [person], today: moment.today)
        return open.first { $0.kind == kind && $0.person == person && $0.number == number }?.id ?? id
    }

    private func refusal(_ sentence: String) -> AuditedRefusal {
        AuditedRefusal(
            Refusal(.conflict, sentence), audit: AuditEntry(EnterNumber.name + "_refused", people: people))
    }
}

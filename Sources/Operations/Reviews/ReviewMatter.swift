internal import Crypto
internal import Foundation
internal import Linkage
internal import OutreachCore
internal import Postgres
internal import Store

/// What a review is about, as it stands now: the people, their groups and numbers, and the patient of the reference.
struct ReviewMatter {
    let review: Review
    /// Everybody who is one human with either end, or with whoever holds a number that it is about.
    let members: [GroupMember]
    let details: [PersonID: PersonDetails]
    let versions: [PersonID: Int]
    /// The live numbers of the group of each of them.
    let numbers: [PersonID: [HeldNumber]]
    /// What the active reference says under the review's number.
    let patient: PatientDetails?
    /// Who holds the review's number now, and the one that follows it.
    let holder: PersonID?
    let successorHolder: PersonID?
    /// The other open reviews of these people.
    let others: [Review]

    init(_ review: Review, in session: borrowing Session, today: CalendarDate) throws {
        self.review = review
        patient = try review.number.flatMap { try session.patient($0) }
        holder = try review.number.flatMap { try session.person(holding: $0) }
        successorHolder = try patient?.supersededBy.flatMap { try session.person(holding: $0) }
        members = try session.components(of: review.people + [holder, successorHolder].compactMap(\.self))
        let people = members.map(\.id)
        details = try session.details(of: people)
        versions = try session.detailVersions(of: people)
        numbers = try session.groupNumbers(of: people)
        others = try session.reviews(of: people, today: today).filter { $0.id != review.id }
    }

    var people: [PersonID] { members.map(\.id) }

    /// Everybody who is one human with this person, as the links stand.
    func group(of person: PersonID) -> [PersonID] {
        let golden = golden(of: person)
        return members.filter { ($0.golden ?? $0.id) == golden }.map(\.id)
    }

    func golden(of person: PersonID) -> PersonID {
        members.first { $0.id == person }?.golden ?? person
    }

    /// Changes whenever anything does that a decision rests on: records, groups, numbers, the patient, and the review.
    ///
    /// Out of SHA-256, of at most nine digits like every other version: two states that follow one another have the
    /// same with a chance of one in 10⁹.
    var version: Int {
        var parts = ["\(review.id) \(review.standing.rawValue) \(review.steps) \(review.closedAt == nil)"]
        for member in members {
            let held = (numbers[member.id] ?? []).map { "\($0.number.digits) \($0.holder)" }.joined(separator: ",")
            parts.append("\(member.id) \(golden(of: member.id)) \(versions[member.id] ?? 0) \(held)")
        }
        if let patient { parts.append(patient.fingerprint) }
        let digest = SHA256.hash(data: Data(parts.joined(separator: "\n").utf8)).prefix(7)
        return digest.reduce(0) { $0 << 8 | Int($1) } % 999_999_999 + 1
    }

    /// A refusal that tells something of these people, so that it stands in the audit trail.
    func refusal(_ code: Refusal.Code, _ sentence: String) -> AuditedRefusal {
        AuditedRefusal(
            Refusal(code, sentence),
            audit: AuditEntry(
                DecideReview.name + "_refused", people: review.people, details: ["review": review.id.description]))
    }
}

extension PatientDetails {
    /// Everything that is shown of the patient, in one line that nobody sees.
    fileprivate var fingerprint: String {
        [
            record.id, number.digits, record.givenNames, record.middleNames, record.familyName,
            record.previousFamilyNames.joined(separator: ";"), birthDate?.iso ?? "", sex.code, record.addressLine,
            record.postcode, record.previousPostcode, record.phone, record.email, practiceCode,
            supersededBy?.digits ?? "", String(record.status.rawValue),
        ].joined(separator: "\u{1f}")
    }
}

extension Session {
    /// What a review is about, read without locking anybody.
    ///
    /// - Throws: ``Refusal`` where the actor sees no such review.
    func matter(of id: ReviewID, at moment: Moment) throws -> ReviewMatter {
        guard let review = try review(id, today: moment.today) else { throw Refusal.notFound("review") }
        return try ReviewMatter(review, in: self, today: moment.today)
    }

    /// What a review is about, with everybody whom it concerns and the review itself locked: people first, as
    /// everywhere.
    ///
    /// `others` are locked with them.
    ///
    /// - Throws: ``Refusal`` where the actor sees no such review.
    func lockedMatter(
        of id: ReviewID, beside others: [PersonID] = [], at moment: Moment
    ) throws -> ReviewMatter {
        var locked: Set<PersonID> = []
        while true {
            let seen = try matter(of: id, at: moment)
            // Somebody may have got the number, or joined a group, between reading and locking.
            let concerned = seen.people + others
            if locked.isSuperset(of: concerned) {
                try lockReview(id)
                return try matter(of: id, at: moment)
            }
            locked.formUnion(try lockComponents(of: concerned).map(\.id))
        }
    }
}

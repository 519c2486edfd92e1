internal import Linkage
internal import OutreachCore
internal import Postgres
internal import Store

/// What the matcher says of the two sides of a review as they stand now, and who else could be meant.
///
/// Worked out when it is asked for, from the very records that are shown beside it. The score that opened the review
/// stands beside it in the review: a run knows who else uses a phone, a pair alone does not.
struct ReviewEvidence {
    /// `nil` where there is nothing to compare.
    let assessment: PairAssessment?
    let runnerUp: RunnerUp?

    /// Whoever comes next, with how well.
    struct RunnerUp {
        let assessment: PairAssessment
        let person: PersonID?
        let number: NHSNumber?
        let record: LinkageRecord
    }

    /// Names are counted nowhere: a pair is never certain for the rarity of its name alone.
    private static func linker(_ model: PinnedModel) -> Linker {
        Linker(model: model.model, frequencies: NameFrequencies())
    }

    init(_ matter: ReviewMatter, in session: borrowing Session) throws {
        guard let this = matter.details[matter.review.person]?.linkageRecord(id: "") else {
            (assessment, runnerUp) = (nil, nil)
            return
        }
        let record = Normaliser.normalise(this)
        let linker = Self.linker(try session.activeModel())
        assessment = matter.otherRecord.map { linker.compare(record, Normaliser.normalise($0)) }
        let rivals =
            matter.review.kind == .duplicate
            ? try Self.people(beside: matter, this, in: session)
            : try Self.patients(beside: matter, this, in: session)
        runnerUp =
            rivals.map { rival in
                RunnerUp(
                    assessment: linker.compare(record, Normaliser.normalise(rival.record)), person: rival.person,
                    number: rival.number, record: rival.record)
            }
            .filter { $0.assessment.grade > .certainlyNot }
            .max { ($0.assessment.score, $1.record.id) < ($1.assessment.score, $0.record.id) }
    }

    /// Whether the runner-up fits nearly as well, by the rule of the matcher.
    var hasRival: Bool {
        guard let assessment, let runnerUp = runnerUp?.assessment else { return false }
        return runnerUp.grade == .certain || assessment.score - runnerUp.score < Linker.smallestMargin
    }

    private typealias Rival = (person: PersonID?, number: NHSNumber?, record: LinkageRecord)

    private static func people(
        beside matter: ReviewMatter, _ record: LinkageRecord, in session: borrowing Session
    ) throws -> [Rival] {
        let keys = Normaliser.normalise(record).storedKeys
        let known = Set(matter.people)
        return try session.registerCandidates(sharing: keys)
            .filter { !known.contains($0.person) }.map { ($0.person, nil, $0.record) }
    }

    private static func patients(
        beside matter: ReviewMatter, _ record: LinkageRecord, in session: borrowing Session
    ) throws -> [Rival] {
        let keys = Normaliser.normalise(record).storedKeys
        return try session.referenceCandidates(sharing: keys)
            .filter { $0.nhsNumber != matter.review.number?.digits }
            .map { (nil, try? NHSNumber(parsing: $0.nhsNumber), $0.record) }
    }
}

extension ReviewMatter {
    /// The other side as the matcher compares it: the patient for a trace, else the other person.
    var otherRecord: LinkageRecord? {
        if review.kind == .duplicate, let other = review.other { return details[other]?.linkageRecord(id: "") }
        return patient?.record ?? review.other.flatMap { details[$0]?.linkageRecord(id: "") }
    }
}

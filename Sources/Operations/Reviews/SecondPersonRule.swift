internal import Linkage
internal import OutreachCore
internal import Store

/// Why one steward alone does not decide.
package enum SecondPersonCause: String, Hashable, Codable, Sendable, CaseIterable {
    /// The two dates of birth cannot both be right, or one is not known.
    case birthDatesDiffer = "birth_dates_differ"
    /// Somebody else fits nearly as well.
    case severalCandidates = "several_candidates"
    /// A number moves from one record to another.
    case numberMoves = "number_moves"
    /// The patient of the number is recorded as having died.
    case patientDeceased = "patient_deceased"
    /// Nobody but the steward who typed the number knows it: neither the reference nor the national service.
    case numberUnknown = "number_unknown"
}

extension ReviewMatter {
    /// Why a verdict needs a second steward; nothing where one is enough.
    func causes(for verdict: ReviewVerdict, _ evidence: ReviewEvidence) -> [SecondPersonCause] {
        switch verdict {
        case .same, .giveNumber: break
        case .different, .moreInformation, .closeNumber, .keep, .accept, .confirm, .reject, .undo: return []
        }
        var causes: [SecondPersonCause] = []
        if isOfUnknownNumber {
            causes.append(.numberUnknown)
        } else if !birthDatesAgree {
            causes.append(.birthDatesDiffer)
        }
        if evidence.hasRival || hasRivalReview || isContested { causes.append(.severalCandidates) }
        if verdict == .giveNumber { causes.append(.numberMoves) }
        if patient?.record.status.contains(.deceased) == true { causes.append(.patientDeceased) }
        return causes
    }

    /// Nothing stands beside the person that could be compared.
    private var isOfUnknownNumber: Bool { review.kind == .trace && patient == nil }

    /// Whether all the dates of birth that are known can be one day, and there is one on each side.
    private var birthDatesAgree: Bool {
        let this = group(of: review.person).compactMap { details[$0]?.birthDate }
        let other = otherBirthDates
        guard !this.isEmpty, !other.isEmpty else { return false }
        let all = this + other
        return all.allSatisfy { one in all.allSatisfy { one.earliest <= $0.latest && $0.earliest <= one.latest } }
    }

    /// The other side is the other person, and the patient where there is a number.
    private var otherBirthDates: [BirthDate] {
        let person = review.other ?? (review.kind == .conflict ? holder : nil)
        let known = (person.map(group(of:)) ?? []).compactMap { details[$0]?.birthDate }
        return known + (patient?.birthDate.map { [$0] } ?? [])
    }

    /// The matcher itself found more than one.
    private var isContested: Bool {
        !Set(review.vetoes).isDisjoint(with: [Veto.runnerUp.rawValue, Veto.contestedReference.rawValue])
    }

    /// Another open review offers the same person another number.
    private var hasRivalReview: Bool {
        guard review.kind != .duplicate, let number = review.number else { return false }
        let own = Set(group(of: review.person))
        return others.contains { $0.kind == .trace && own.contains($0.person) && $0.number != number }
    }
}

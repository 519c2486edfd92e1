internal import OutreachCore
internal import Store

extension ReviewMatter {
    /// What may be decided now: each kind of review, and each conflict, has its own ways out.
    var verdicts: [ReviewVerdict] {
        switch review.standing {
        case .closed: []
        case .proposed: [.confirm, .reject]
        case .open, .waiting: firstVerdicts
        }
    }

    private var firstVerdicts: [ReviewVerdict] {
        switch (review.kind, review.conflict) {
        case (.duplicate, _), (.trace, _): [.same, .different, .moreInformation]
        case (.conflict, .numberHeld), (.conflict, .numberShared), (.conflict, nil):
            (counterpart == nil ? [] : [.same]) + [.different, .giveNumber, .moreInformation]
        case (.conflict, .twoNumbers): [.different, .giveNumber, .moreInformation]
        case (.conflict, .superseded):
            (successorHolder.map { !isOwn($0) } == true ? [.same] : [])
                + (patient?.supersededBy == nil ? [] : [.giveNumber]) + [.closeNumber, .keep, .moreInformation]
        case (.conflict, .invalidated): [.closeNumber, .keep, .moreInformation]
        case (.conflict, .deceased): [.closeNumber, .keep, .accept, .moreInformation]
        }
    }

    /// The other human whom a duplicate or a conflict is about.
    var counterpart: PersonID? {
        let other = review.conflict == .superseded ? successorHolder : review.other ?? holder
        return other.flatMap { isOwn($0) ? nil : $0 }
    }

    /// Whether somebody is one human with the review's person already.
    func isOwn(_ person: PersonID) -> Bool { golden(of: person) == golden(of: review.person) }
}

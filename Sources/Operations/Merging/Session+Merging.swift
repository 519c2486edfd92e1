internal import OutreachCore
internal import Postgres
internal import Store

extension Session {
    /// Says that two people are one human, with everything that follows from it.
    ///
    /// - Throws: ``Refusal`` where they are one already, have different numbers, or were declared to be two.
    func merge(
        _ one: PersonID, _ other: PersonID, reason: String, at moment: Moment
    ) throws -> MergePeople.Outcome {
        guard one != other else {
            throw Refusal(.invalid, "Both name the same person. Name two different people.")
        }
        let before = try lockComponents(of: [one, other])
        let members = before.map(\.id)
        let groups = Dictionary(uniqueKeysWithValues: before.map { ($0.id, $0.golden ?? $0.id) })
        guard groups[one] != groups[other] else {
            throw Refusal(.conflict, "The two are already one person. Nothing was done.")
        }
        try refuseExcluded(before)
        try refuseTwoNumbers(of: members)
        let settlement = try Settlement(of: members, regrouping: members, in: self)
        let merge = NewMerge(one, other, rule: "steward", reason: reason)
        try open([merge])
        let golden = try relink(members).groups.first?.key ?? one
        try settlement.settle(in: self, evidence: "merge \(merge.mergeId)", at: moment)
        let warnings = DoseWarning.between(
            before.map { ($0.id, $0.golden ?? $0.id) }, doses: try vaccinations(of: members))
        return MergePeople.Outcome(merge: merge.mergeId, golden: golden, members: members, warnings: warnings)
    }

    /// Takes back that two people are one, with everything that follows from it.
    ///
    /// - Throws: ``Refusal`` where that was done before.
    func unmerge(_ merge: OpenMerge, reason: String, at moment: Moment) throws -> UnmergePeople.Outcome {
        let members = try lockComponents(of: [merge.one, merge.other]).map(\.id)
        // It may have been closed before the lock was ours.
        guard try self.merge(merge.id)?.isOpen == true else { throw Refusal.unmergedAlready }
        let settlement = try Settlement(of: members, regrouping: members, in: self)
        try close(merge.id, reason: reason)
        let groups = try relink(members).groups.values.sorted { $0[0] < $1[0] }
        try settlement.settle(in: self, evidence: "unmerge \(merge.id)", at: moment)
        return UnmergePeople.Outcome(merge: merge.id, groups: groups)
    }

    private func refuseExcluded(_ members: [GroupMember]) throws {
        let people = members.map(\.id)
        let excluded = try ExcludedPairs(of: members, exclusions(of: people))
        let goldens = Set(members.map { $0.golden ?? $0.id })
        let numbers = try groupNumbers(of: people).values.joined().map(\.number)
        guard excluded.areCompatible(goldens),
            !numbers.contains(where: { number in goldens.contains { excluded.isExcluded(number, from: $0) } })
        else {
            throw Refusal(
                .conflict,
                "A steward declared that the two are not the same. Withdraw that first: outreach exclusion list.")
        }
    }

    private func refuseTwoNumbers(of members: [PersonID]) throws {
        let numbers = try groupNumbers(of: members).values.joined().map(\.number)
        guard Set(numbers).count < 2 else {
            throw Refusal(
                .conflict,
                "The two have different NHS numbers. Find out whose each one is, close the wrong one, then merge.")
        }
    }
}

extension Refusal {
    static var unmergedAlready: Refusal {
        Refusal(.conflict, "This merge was taken back already. Nothing was done.")
    }
}

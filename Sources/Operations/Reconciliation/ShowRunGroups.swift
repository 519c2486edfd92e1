package import OutreachCore
package import Postgres
package import Store

/// Shows how often people of each country of birth were found by a run, were left to a steward, or were not found.
///
/// A matcher that knows the names of one community less well than those of another makes its people wait: that is seen
/// here, and nowhere else.
package struct ShowRunGroups: Operation {
    package static let name = "show_run_groups"
    package static let roles: Set<Role> = [.steward]

    package let run: RunID

    package init(_ run: RunID) {
        self.run = run
    }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[GroupRates]> {
        guard try !session.runs(only: run, after: nil, maximum: 1).isEmpty else { throw Refusal.notFound("run") }
        return Effect(
            GroupRates.of(try session.groups(of: run)),
            audit: AuditEntry(Self.name, details: ["run": run.description]))
    }
}

/// The figures of one group, none of which tells of fewer than ten people.
package struct GroupRates: Hashable, Encodable, Sendable {
    /// A country of birth by its code, `not_recorded`, or `other`: all groups that are too small to stand alone.
    package let group: String
    package let people: Int
    /// `nil` where the figure is of fewer than ten people, or would tell one that is.
    package private(set) var automatic: Int?
    package private(set) var review: Int?
    package private(set) var none: Int?
    /// The share of people with a number, from 0 to 1; `nil` where their count is.
    package var automaticRate: Double? { automatic.map { Double($0) / Double(people) } }

    private enum CodingKeys: String, CodingKey {
        case group, people, automatic, review, none, automaticRate
    }

    /// Fewer than this many people are told of nowhere.
    package static let fewest = 10

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(group, forKey: .group)
        try container.encode(people, forKey: .people)
        try container.encodeIfPresent(automatic, forKey: .automatic)
        try container.encodeIfPresent(review, forKey: .review)
        try container.encodeIfPresent(none, forKey: .none)
        try container.encodeIfPresent(automaticRate, forKey: .automaticRate)
    }

    /// The figures that may be shown, the largest group first.
    ///
    /// Groups of fewer than ten people are counted together. Where these are fewer than ten too, the smallest of the
    /// others joins them: else whoever knows how many there were in all knows how many are missing.
    package static func of(_ groups: [RunGroup]) -> [GroupRates] {
        var shown = groups.filter { $0.people >= fewest }.sorted { $0.people > $1.people }
        var small = groups.filter { $0.people < fewest && $0.people > 0 }
        while !small.isEmpty, small.people < fewest, let smallest = shown.popLast() { small.append(smallest) }
        var rates = shown.map { GroupRates($0.country.isEmpty ? "not_recorded" : $0.country, [$0]) }
        if small.people >= fewest { rates.append(GroupRates("other", small)) }
        return rates
    }

    private init(_ name: String, _ groups: [RunGroup]) {
        group = name
        people = groups.people
        let found = groups.reduce(0) { $0 + $1.automatic }
        let doubtful = groups.reduce(0) { $0 + $1.review }
        let cells = Self.suppressed([found, doubtful, people - found - doubtful])
        (automatic, review, none) = (cells[0], cells[1], cells[2])
    }

    /// Leaves out what counts fewer than ten, and where that is one figure alone, the smallest of the others: the sum is
    /// known.
    private static func suppressed(_ cells: [Int]) -> [Int?] {
        var shown = cells.map { 0 < $0 && $0 < fewest ? nil : Optional($0) }
        guard shown.count(where: { $0 == nil }) == 1 else { return shown }
        let others = shown.indices.filter { (shown[$0] ?? 0) > 0 }
        if let smallest = others.min(by: { (cells[$0], $0) < (cells[$1], $1) }) { shown[smallest] = nil }
        return shown
    }
}

extension [RunGroup] {
    fileprivate var people: Int { reduce(0) { $0 + $1.people } }
}

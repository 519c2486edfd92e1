package import Foundation
package import Linkage
package import OutreachCore
package import Postgres
package import Store

/// Shows what a run decided about each person, and why.
package struct ListDecisions: Operation {
    package static let name = "list_decisions"
    package static let roles: Set<Role> = [.steward]

    package let run: RunID
    package let bands: [RunBand]
    package let withWaterfall: Bool
    package let after: PersonID?
    package let maximum: Int

    /// - Parameters:
    ///   - run: whose decisions.
    ///   - bands: only decisions of one of these; all where there are none.
    ///   - withWaterfall: say what each score is made of.
    ///   - after: only people who come after this one, the last of an earlier page.
    ///   - maximum: the most that are shown, up to 500.
    package init(
        _ run: RunID, bands: [RunBand] = [], withWaterfall: Bool = false, after: PersonID? = nil, maximum: Int = 50
    ) {
        self.run = run
        self.bands = bands
        self.withWaterfall = withWaterfall
        self.after = after
        self.maximum = maximum
    }

    /// A line of the list.
    package struct Line: Encodable, Sendable, PersonalData {
        package let personID: PersonID
        package let temporaryID: TemporaryID?
        package let band: RunBand
        package let isConflict: Bool
        package let grade: String
        package let recordID: String?
        /// Given by the run.
        package let nhsNumber: NHSNumber?
        package let score: Double
        package let rule: String
        package let reasons: [String]
        package let vetoes: [String]
        package let runnerUp: RunDecision.RunnerUp?
        package let waterfall: Waterfall?
        /// Whom the run merged with them, as far as that still stands.
        package let mergedWith: [PersonID]
        package let decidedAt: Date
    }

    package var timeout: Duration? { .seconds(30) }

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<[Line]> {
        guard try !session.runs(only: run, after: nil, maximum: 1).isEmpty else { throw Refusal.notFound("run") }
        let decisions = try session.decisions(
            of: run, in: bands, after: after, maximum: min(max(maximum, 1), 500))
        let ids = try session.temporaryIDs(of: decisions.map(\.person))
        let lines = decisions.map { Line($0, ids[$0.person], withWaterfall: withWaterfall) }
        return Effect(
            lines,
            audit: AuditEntry(
                Self.name, people: decisions.map(\.person),
                details: ["run": run.description, "lines": String(lines.count)]))
    }
}

extension ListDecisions.Line {
    fileprivate init(_ decision: RunDecision, _ id: TemporaryID?, withWaterfall: Bool) {
        personID = decision.person
        temporaryID = id
        band = decision.band
        isConflict = decision.isConflict
        grade = decision.grade
        recordID = decision.record
        nhsNumber = decision.band == .automatic ? decision.number : nil
        score = decision.score
        rule = decision.rule
        reasons = decision.reasons
        vetoes = decision.vetoes
        runnerUp = decision.runnerUp
        waterfall = withWaterfall ? decision.waterfall : nil
        mergedWith = decision.mergedWith
        decidedAt = decision.decidedAt
    }
}

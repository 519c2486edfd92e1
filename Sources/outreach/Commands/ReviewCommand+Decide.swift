import ArgumentParser
import Foundation
import Linkage
import Operations
import OutreachCore
import Store

extension ReviewCommand {
    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide a review; what follows is done at once.",
            discussion: """
                Verdicts: \(ReviewVerdict.allValueStrings.joined(separator: ", ")). \
                outreach review show names those that fit. Where dates of birth differ, several people fit or a number \
                moves, another steward has to confirm.

                EXAMPLES
                  outreach review decide 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11 same --reason "same passport" --dry-run
                  outreach review decide 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11 different --reason "twins"
                  outreach review decide 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11 more_information --reason "asked the \
                home" --returns-on 2026-12-01
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The review's id.") var id: String
        @Argument(help: "What you decide.") var verdict: ReviewVerdict
        @Option(help: "Why; kept with the decision.") var reason: String
        @Option(help: "Of more_information: when the review comes back at the latest.") var returnsOn: CalendarDate?
        @Option(help: "The version that outreach review show showed: a change since then refuses the decision.")
        var seenVersion: Int?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: DecideReview.roles)
                let outcome = try await writing.perform(
                    DecideReview(
                        try id.key("review"), verdict, reason: reason, returnsOn: returnsOn, seenVersion: seenVersion),
                    by: services, as: member)
                try Terminal(json: global.json).show(outcome, lines: outcome.lines(writing.prefix))
            }
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back what the decision of a review did.",
            discussion: """
                Its merge, its declaration, the numbers that it gave, moved or closed, the case that it ended. Where \
                something that happened since forbids it, nothing is done and the answer says what to do first.

                EXAMPLES
                  outreach review undo 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11 --reason "two sisters after all"
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The review's id.") var id: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: UndoReview.roles)
                let outcome = try await writing.perform(
                    UndoReview(try id.key("review"), reason: reason), by: services, as: member)
                try Terminal(json: global.json).show(outcome, "\(writing.prefix)taken back\(outcome.what)")
            }
        }
    }

    struct Figures: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How much waits, since when, and who decided how much.",
            discussion: """
                EXAMPLES
                  outreach review figures --days 7
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "Count the decisions of so many days.") var days = 30

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ReviewFigures.roles)
                let figures = try await services.runner.run(ReviewFigures(days: days), as: member)
                try Terminal(json: global.json).show(figures, lines: figures.lines)
            }
        }
    }
}

extension DecideReview.Outcome {
    fileprivate func lines(_ prefix: String) -> [String] {
        let words = causes.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ")
        let more =
            switch outcome {
            case .proposed: "; another steward has to confirm it: \(words)"
            case .inConflict: "; somebody has to decide the conflict \(conflict?.description ?? "")"
            case .done, .waiting, .rejected, .undone: merge.map { "; merge \($0)" } ?? ""
            }
        return ["\(prefix)\(outcome.rawValue.replacing("_", with: " "))\(more)"]
            + warnings.map { "look at doses \($0.earlier) and \($0.later): \($0.kind.rawValue)" }
    }
}

extension UndoReview.Outcome {
    /// What was taken back, in words.
    fileprivate var what: String {
        let parts = [
            merge.map { "merge \($0)" }, exclusion.map { "declaration \($0)" },
            number ? "a number is closed" : nil, returned ? "a number is open again" : nil,
            restored ? "the case stands where it stood" : nil,
        ]
        let words = parts.compactMap(\.self).joined(separator: ", ")
        return words.isEmpty ? "" : ": \(words)"
    }
}

extension ReviewFigures.Outcome {
    fileprivate var lines: [String] {
        let queue = TextTable(
            header: ["KIND", "OPEN", "WAITING", "PROPOSED", "WORKED ON"],
            rows: waiting.map {
                [
                    $0.conflict?.rawValue ?? $0.kind.rawValue, String($0.open), String($0.waiting),
                    String($0.proposed), String($0.assigned),
                ]
            })
        let work = TextTable(
            header: ["DAY", "STEWARD", "DECISIONS"],
            rows: decided.map { [$0.day.formattedForStaff, $0.name, String($0.decisions)] })
        return (oldestDays.map { ["the first waits for \($0) days"] } ?? ["Nothing waits."])
            + (waiting.isEmpty ? [] : queue.lines) + (decided.isEmpty ? [] : [""] + work.lines)
    }
}

extension ShowReview.Outcome {
    var lines: [String] { head + records + evidence + past }

    private var head: [String] {
        let what = (conflict?.rawValue ?? kind.rawValue).replacing("_", with: " ")
        let worker = assigneeName.map { ", \($0) works on it" } ?? ""
        return ["\(what), \(standing.rawValue)\(worker); version \(version)"]
            + ["decide: " + verdicts.map(\.rawValue).joined(separator: ", ")]
            + (causes.isEmpty
                ? []
                : [
                    "needs two stewards: "
                        + causes.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ")
                ])
    }

    private var records: [String] {
        let table = TextTable(
            header: ["FIELD", "THIS", "OTHER"],
            rows: fields.map { [$0.field.replacing("_", with: " "), $0.this.marked, $0.other.marked] })
        return [""] + table.lines
    }

    private var evidence: [String] {
        let steps = TextTable(
            header: ["COMPARISON", "LEVEL", "BITS"], rows: waterfall?.steps.map(\.cells) ?? [])
        let next = runnerUp.map {
            "runner-up: \($0.score.formatted(.number.precision(.fractionLength(1)))) bits, "
                + $0.reasons.joined(separator: ", ")
        }
        return ["", reasons.joined(separator: "; ")] + vetoes.map { "not without somebody looking: \($0)" }
            + (waterfall == nil ? [] : [""] + steps.lines) + [next].compactMap(\.self)
    }

    private var past: [String] {
        steps.map { "\($0.step). \($0.decision.rawValue) by \($0.decidedByName): \($0.reason)" }
            + traces.map { "traced \(Moment($0.tracedAt).today.formattedForStaff): \($0.grade), \($0.outcome)" }
            + otherReviews.map { "also waiting: \($0.kind.rawValue) \($0.reviewID)" }
    }
}

extension [TextSegment] {
    /// The text with what differs in brackets.
    fileprivate var marked: String { map { $0.differs ? "[\($0.text)]" : $0.text }.joined() }
}

extension Waterfall.Step {
    fileprivate var cells: [String] { [comparison, level, bits.formatted(.number.precision(.fractionLength(1)))] }
}

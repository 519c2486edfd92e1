import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Decide doubtful matches and conflicts: the queue of the records team.",
        subcommands: [
            List.self, Show.self, Assign.self, Release.self, Decide.self, Undo.self, Figures.self,
        ],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What waits for a decision, the longest at the top (default).",
            discussion: """
                EXAMPLES
                  outreach review list
                  outreach review list --kind conflict --older-than 7
                  outreach review list --standing waiting --standing closed --json
                """)

        @OptionGroup var global: GlobalOptions
        @Option(help: "Only reviews of this kind; may be given several times.") var kind: [NewReview.Kind] = []
        @Option(help: "Only reviews that stand so; may be given several times. Default: open, proposed.")
        var standing: [ReviewStanding] = []
        @Option(help: "Only what I, or nobody, works on: me or nobody.") var assignee: ListReviews.Assignee?
        @Option(help: "Only what was opened more than so many days ago.") var olderThan: Int?
        @Option(help: "Only what comes after the review of this id.") var after: String?
        @Option(help: "The most reviews to show, up to 500.") var maximum = 50

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ListReviews.roles)
                let lines = try await services.runner.run(
                    ListReviews(
                        kinds: kind, standings: standing, assignee: assignee, olderThanDays: olderThan,
                        after: try after.map { try $0.key("review") }, maximum: maximum), as: member)
                let table = TextTable(
                    header: ["DAYS", "KIND", "STANDING", "WHO WORKS ON IT", "BITS", "PERSON", "OTHER", "REVIEW"],
                    rows: lines.map(\.cells))
                try Terminal(json: global.json).show(lines, lines: lines.isEmpty ? ["Nothing waits."] : table.lines)
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Both records side by side, with everything that speaks for and against.",
            discussion: """
                What differs stands in [brackets].

                EXAMPLES
                  outreach review show 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11
                """)

        @OptionGroup var global: GlobalOptions
        @Argument(help: "The review's id.") var id: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ShowReview.roles)
                let shown = try await services.runner.run(ShowReview(try id.key("review")), as: member)
                try Terminal(json: global.json).show(shown, lines: shown.lines)
            }
        }
    }

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a review, or give it to a colleague: others leave it be for four hours.",
            discussion: """
                EXAMPLES
                  outreach review assign 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11
                  outreach review assign 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11 --to steward@example.org
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The review's id.") var id: String
        @Option(help: "The colleague's sign-in; default: whoever runs this.") var to: SignIn?

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: AssignReview.roles)
                let outcome = try await writing.perform(
                    AssignReview(try id.key("review"), to: to), by: services, as: member)
                try Terminal(json: global.json).show(
                    outcome, "\(writing.prefix)assigned until \(outcome.assignedUntil.formatted(.iso8601))")
            }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a review back for whoever comes first.",
            discussion: """
                EXAMPLES
                  outreach review release 0197b2f1-5a60-7c1e-9a54-5b4c7b1f0a11
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var writing: WriteOptions
        @Argument(help: "The review's id.") var id: String

        func run() async throws {
            try await reportingFailures {
                let services = try await Services.ready(try global.settings())
                let member = try await global.member(services, for: ReleaseReview.roles)
                let outcome = try await writing.perform(
                    ReleaseReview(try id.key("review")), by: services, as: member)
                try Terminal(json: global.json).show(outcome, "\(writing.prefix)released")
            }
        }
    }
}

extension NewReview.Kind: ExpressibleByArgument {}

extension ReviewStanding: ExpressibleByArgument {}

extension ReviewVerdict: ExpressibleByArgument {
    /// Undoing is a command of its own.
    public static var allValueStrings: [String] { allCases.filter { $0 != .undo }.map(\.rawValue) }

    public init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        self.init(rawValue: argument)
    }
}

extension ListReviews.Assignee: ExpressibleByArgument {}

extension String {
    /// The key that an argument is.
    ///
    /// - Throws: ``Refusal`` where it can be nobody's.
    func key<Subject>(_ what: String) throws -> Key<Subject> {
        guard let uuid = UUID(uuidString: self) else { throw Refusal.notFound(what) }
        return Key(uuid)
    }
}

extension ListReviews.Line {
    fileprivate var cells: [String] {
        [
            String(ageDays), (conflict?.rawValue ?? kind.rawValue).spaced, standing.rawValue, assigneeName ?? "",
            score.formatted(.number.precision(.fractionLength(1))), person?.name ?? "", other?.name ?? "",
            reviewID.description,
        ]
    }
}

extension String {
    fileprivate var spaced: String { replacing("_", with: " ") }
}

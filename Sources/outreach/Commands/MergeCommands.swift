import ArgumentParser
import Foundation
import Operations
import OutreachCore
import Store

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Say that two people of the register are one human.",
        discussion: """
            Each is named by a temporary ID, an NHS number or the person's id. Nothing moves; outreach unmerge takes it \
            back exactly.

            EXAMPLES
              outreach merge T7K-Q4M9-D2WJ T3H-8W2P-KX4M --reason "same passport" --dry-run
              outreach merge T7K-Q4M9-D2WJ T3H-8W2P-KX4M --reason "same passport"
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "One of the two.") var one: String
    @Argument(help: "The other one.") var other: String
    @Option(help: "Why the two are one.") var reason: String
    @OptionGroup var writing: WriteOptions

    func run() async throws {
        try await reportingFailures {
            let services = try await Services.ready(try global.settings())
            let member = try await global.member(services, for: MergePeople.roles)
            let operation = MergePeople(try one.person, try other.person, reason: reason)
            let outcome = try await writing.perform(operation, by: services, as: member)
            let warnings = outcome.warnings.map { "look at doses \($0.earlier) and \($0.later): \($0.kind.rawValue)" }
            try Terminal(json: global.json).show(
                outcome,
                lines: [
                    "\(writing.prefix)merge \(outcome.merge): \(outcome.members.count) records are one person, "
                        + "shown as \(outcome.golden)"
                ] + warnings)
        }
    }
}

struct UnmergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmerge", abstract: "Take back that two people are one.",
        discussion: """
            EXAMPLES
              outreach unmerge T7K-Q4M9-D2WJ T3H-8W2P-KX4M --reason "two sisters"
              outreach unmerge --merge 0197b2f1-5a60-4c1e-9a54-5b4c7b1f0a11 --reason "two sisters"
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The two people; not needed with --merge.") var people: [String] = []
    @Option(help: "The id of the merge.") var merge: String?
    @Option(help: "Why the two are two.") var reason: String
    @OptionGroup var writing: WriteOptions

    func validate() throws {
        guard merge == nil ? people.count == 2 : people.isEmpty else {
            throw ValidationError("Name two people, or a merge with --merge.")
        }
    }

    func run() async throws {
        try await reportingFailures {
            let services = try await Services.ready(try global.settings())
            let member = try await global.member(services, for: UnmergePeople.roles)
            let operation = UnmergePeople(try target, reason: reason)
            let outcome = try await writing.perform(operation, by: services, as: member)
            try Terminal(json: global.json).show(
                outcome,
                lines: ["\(writing.prefix)merge \(outcome.merge) taken back; people now:"]
                    + outcome.groups.map { "  " + $0.map(\.description).joined(separator: " = ") })
        }
    }

    private var target: UnmergePeople.Target {
        get throws {
            guard let merge else { return .people(try people[0].person, try people[1].person) }
            guard let id = UUID(uuidString: merge) else { throw Refusal.notFound("merge") }
            return .merge(MergeID(id))
        }
    }
}

extension String {
    /// The person whom an argument names.
    ///
    /// - Throws: ``Refusal`` where it can be nobody's name: a mistyped ID is caught by its check symbol.
    var person: PersonReference {
        get throws {
            guard let reference = PersonReference(self) else {
                throw Refusal(
                    .invalid, "This is no temporary ID, NHS number or id of a person. Compare it with the card.")
            }
            return reference
        }
    }
}

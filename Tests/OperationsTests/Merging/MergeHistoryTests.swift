import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// Merges and unmerges in random order, nested, with everything else going on in between, held against a model that
/// fits on one page after every step.
///
/// `OUTREACH_TEST_LIVES` says how many short lives there are, `OUTREACH_TEST_SEED` the seed of the first: a failure
/// prints the seed that repeats it.
@Suite struct `a random life of merged people` {
    @Test(arguments: [11, 23] as [UInt64])
    func `goes as the model says for hundreds of steps, and nobody loses what is theirs`(_ seed: UInt64) async throws {
        try await Clinic.with { clinic in
            var life = try RandomLife(
                in: clinic, colleague: try await clinic.colleague(), seed: seed, firstNumber: 0)
            for person in 0..<6 { try await life.enrol([Town.somebody(of: person, in: 0)]) }
            for _ in 0..<4 {
                for _ in 0..<75 {
                    try await life.step()
                    try await life.check()
                }
                try await life.checkWhatIsShown()
            }
            try await life.separateAll()
            let worklist = try await clinic.runner().run(ListCases(maximum: 500), as: clinic.members.steward)
            #expect(worklist.count == life.workers.count)
        }
    }

    @Test(arguments: 0..<Town.number)
    func `goes as the model says in thousands of short lives, with a run of reconciliation and its undoing between`(
        _ town: Int
    ) async throws {
        try await Clinic.with { clinic in
            var town = try await Town(town, in: clinic)
            guard town.isInhabited else { return }
            try await town.live(2...5)
            try await town.reconcile()
            try await town.live(1...4)
            try await town.undo()
            try await town.live(0...2)
            try await town.separate()
        }
    }
}

/// The lives that share a database.
private struct Town {
    /// So many databases at once keep both processors busy.
    static let number = 4

    private let clinic: Clinic
    private let places: [Int]
    private var lives: [RandomLife] = []
    private var run: RunID?

    init(_ index: Int, in clinic: Clinic) async throws {
        self.clinic = clinic
        let all = Self.setting("OUTREACH_TEST_LIVES", otherwise: 2_000)
        places = Array(stride(from: index, to: all, by: Self.number))
        let colleague = try await clinic.colleague()
        for place in places {
            let seed = Self.setting("OUTREACH_TEST_SEED", otherwise: 1) + place
            var life = try RandomLife(
                in: clinic, colleague: colleague, seed: UInt64(seed), firstNumber: 100_000 + place * 30)
            try await life.enrol([0, 0, 1, 2].map { Self.somebody(of: $0, in: place) })
            lives.append(life)
        }
    }

    var isInhabited: Bool { !lives.isEmpty }

    private static func setting(_ name: String, otherwise: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? otherwise
    }

    /// People of one life have nothing in common with those of another.
    static func somebody(of person: Int, in life: Int) -> Made {
        let syllables = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe"]
        let index = life * 3 + person
        let family = [index, index / 12, index / 144, index / 1_728].map { syllables[$0 % 12] }.joined()
        return Made(
            given: ["Ada", "Ben", "Cho", "Dee", "Eve", "Fay", "Gus"][index % 7], family: family.capitalized,
            born: "19\(60 + index % 40)-\(10 + index % 3)-\(11 + index % 17)", phone: "07\(700_000_000 + index)")
    }

    mutating func live(_ steps: ClosedRange<Int>) async throws {
        for index in lives.indices { try await lives[index].steps(steps) }
        try await RandomLife.check(lives, in: clinic)
    }

    /// Reconciles everybody with a reference that knows somebody enrolled twice and one of the others of every life.
    ///
    /// What the run makes of them is taken from it; it may not have done what the model forbids.
    mutating func reconcile() async throws {
        let rows = places.flatMap { place in
            (0...1).map { person in
                let record = place * 2 + person
                return Self.somebody(of: person, in: place)
                    .row(record, number: Made.spacedNumber(record), practice: "")
            }
        }
        _ = try await clinic.loadReference(lines: [Clinic.header] + rows)
        run = try await clinic.reconcile().run
        let found = try await RunEffects(in: clinic)
        let few = lives.count / 4
        #expect(lives.count < 20 || (found.merges.count > few && found.numbers.count > few))
        for index in lives.indices { try lives[index].believe(found) }
        try await RandomLife.check(lives, in: clinic)
    }

    mutating func undo() async throws {
        let run = try #require(run)
        _ = try await clinic.runner().run(UndoReconciliation(run), as: clinic.members.steward)
        for index in lives.indices { lives[index].undoRun() }
        try await RandomLife.check(lives, in: clinic)
    }

    mutating func separate() async throws {
        for index in lives.indices {
            try await lives[index].separateAll()
            if index.isMultiple(of: 50) { try await lives[index].checkWhatIsShown() }
        }
        try await RandomLife.check(lives, in: clinic)
    }
}

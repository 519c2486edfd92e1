import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

/// Merges and unmerges in random order, nested, with everything else going on in between, held against a model that
/// fits on one page.
@Suite struct `a random life of merged people` {
    @Test(arguments: [11, 23, 37, 41, 59] as [UInt64])
    func `ends as the model says, step by step, and nobody loses what is theirs`(_ seed: UInt64) async throws {
        try await Clinic.with { clinic in
            var life = try await Life(in: clinic, people: 8, seed: seed)
            for step in 0..<400 {
                try await life.step(step)
                if step.isMultiple(of: 20) { try await life.compare(at: step) }
            }
            try await life.separateAll()
            try await life.compare(at: 400)
        }
    }
}

/// What a person has of their own, in numbers.
private struct Own: Equatable {
    var details = 1
    var employments = 1
    var doses = 0
    var doseVersions = 0
    var number: String?
}

private struct Life {
    private let clinic: Clinic
    private let workers: [Clinic.Worker]
    private var generator: Steps
    private var own: [Own]
    private var merges: [(id: MergeID, one: Int, other: Int)] = []
    private var exclusions: [(id: ExclusionID, one: Int, other: Int)] = []
    private var excludedNumbers: [(person: Int, number: String)] = []
    private var doses: [(person: Int, id: VaccinationID)] = []
    private var numbersGiven = 0
    private let colleague: Membership

    init(in clinic: Clinic, people: Int, seed: UInt64) async throws {
        self.clinic = clinic
        colleague = try await clinic.colleague()
        var workers: [Clinic.Worker] = []
        for index in 0..<people {
            let family = ["Abe", "Bor", "Cey", "Dax", "Eno", "Fye", "Gil", "Huq"][index]
            workers.append(try await clinic.enrol(family: family, born: "198\(index)-0\(index + 1)-1\(index)"))
        }
        self.workers = workers
        own = Array(repeating: Own(), count: people)
        generator = Steps(state: seed)
    }

    // MARK: The model

    /// Everybody whom the open merges join to this person.
    private func group(_ person: Int) -> Set<Int> {
        var group: Set<Int> = [person]
        while let merge = merges.first(where: { group.contains($0.one) != group.contains($0.other) }) {
            group.formUnion([merge.one, merge.other])
        }
        return group
    }

    private func numbers(_ group: Set<Int>) -> Set<String> { Set(group.compactMap { own[$0].number }) }

    private func mayMerge(_ one: Int, _ other: Int) -> Bool {
        let (first, second) = (group(one), group(other))
        let all = first.union(second)
        let isExcluded = exclusions.contains { all.contains($0.one) && all.contains($0.other) }
        let hasExcludedNumber = excludedNumbers.contains { all.contains($0.person) && numbers(all).contains($0.number) }
        return !first.contains(other) && numbers(all).count < 2 && !isExcluded && !hasExcludedNumber
    }

    // MARK: One step

    mutating func step(_ step: Int) async throws {
        let one = Int.random(in: workers.indices, using: &generator)
        let other = (one + Int.random(in: 1..<workers.count, using: &generator)) % workers.count
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<6: try await merge(one, other)
        case 6..<10: try await unmerge()
        case 10..<13: try await record(one, step)
        case 13: try await amend(step)
        case 14: try await employ(one)
        case 15: try await correct(one, step)
        case 16: try await declare(one, other)
        case 17: try await withdraw()
        case 18: try await enterNumber(one)
        default: try await closeNumber(one)
        }
    }

    private mutating func merge(_ one: Int, _ other: Int) async throws {
        let may = mayMerge(one, other)
        let operation: MergePeople = clinic.merge(workers[one], workers[other])
        let runner = try clinic.runner()
        do {
            let outcome = try await runner.run(operation, as: clinic.members.steward)
            #expect(may)
            merges.append((outcome.merge, one, other))
        } catch is Refusal {
            #expect(!may)
        }
    }

    private mutating func unmerge() async throws {
        guard let index = merges.indices.randomElement(using: &generator) else { return }
        let merge = merges.remove(at: index)
        _ = try await clinic.runner().run(
            UnmergePeople(.merge(merge.id), reason: "two"), as: clinic.members.steward)
    }

    private mutating func record(_ person: Int, _ step: Int) async throws {
        let day = try CalendarDate(parsing: "2021-01-01").adding(days: step)
        let dose = DoseForm(
            product: "Comirnaty", givenAt: day.iso, batch: "FF2589", overrideReason: "told by the practice")
        let outcome = try await clinic.record(workers[person], dose)
        #expect(outcome.result == .recorded)
        doses.append((person, outcome.vaccinationID))
        own[person].doses += 1
        own[person].doseVersions += 1
    }

    private mutating func amend(_ step: Int) async throws {
        guard let dose = doses.randomElement(using: &generator) else { return }
        _ = try await clinic.runner().run(
            AmendVaccination(dose.id.description, DoseForm(batch: "AB\(1_000 + step)"), reason: "misread"),
            as: clinic.members.steward)
        own[dose.person].doseVersions += 1
    }

    private mutating func employ(_ person: Int) async throws {
        let (worker, employer) = (workers[person], clinic.members.employer.id)
        try await clinic.test.database.write(.acting(as: clinic.members.manager)) { session in
            try session.add([
                NewEmployment(
                    person: worker.person, id: EmploymentID(), employer: employer,
                    employerReference: nil, jobRole: "carer", cohort: .careHomes, startedOn: nil)
            ])
        }
        own[person].employments += 1
    }

    private mutating func correct(_ person: Int, _ step: Int) async throws {
        try await clinic.correct(workers[person], [.town: "Otley \(step)"])
        own[person].details += 1
    }

    private mutating func declare(_ one: Int, _ other: Int) async throws {
        let isNew = !exclusions.contains { Set([$0.one, $0.other]) == [one, other] }
        let may = !group(one).contains(other) && isNew
        do {
            let outcome = try await clinic.runner().run(
                DeclareExclusion(
                    .person(workers[one].person), isNot: .person(.person(workers[other].person)), reason: "twins"),
                as: clinic.members.steward)
            #expect(may)
            exclusions.append((outcome.exclusion, one, other))
        } catch is Refusal {
            #expect(!may)
        }
    }

    private mutating func withdraw() async throws {
        guard let index = exclusions.indices.randomElement(using: &generator) else { return }
        let exclusion = exclusions.remove(at: index)
        _ = try await clinic.runner().run(
            WithdrawExclusion(exclusion.id, reason: "one after all"), as: clinic.members.steward)
    }

    private mutating func enterNumber(_ person: Int) async throws {
        guard numbers(group(person)).isEmpty else { return }
        numbersGiven += 1
        let number = Made.number(numbersGiven)
        let outcome = try await clinic.runner().run(
            EnterNumber(
                .person(workers[person].person), try NHSNumber(parsing: number), reason: "a letter",
                acceptsTestNumbers: true), as: clinic.members.steward)
        #expect(outcome.result == .proposed)
        guard let review = outcome.review else { return }
        _ = try await clinic.runner().run(DecideReview(review, .confirm, reason: "a letter"), as: colleague)
        own[person].number = number
    }

    private mutating func closeNumber(_ person: Int) async throws {
        guard let number = own[person].number else { return }
        _ = try await clinic.runner().run(
            CloseNumber(try NHSNumber(parsing: number), reason: "wrong"), as: clinic.members.steward)
        own[person].number = nil
        excludedNumbers.append((person, number))
    }

    mutating func separateAll() async throws {
        while !merges.isEmpty { try await unmerge() }
    }

    // MARK: The comparison

    func compare(at step: Int) async throws {
        for person in workers.indices {
            let members = group(person).map { workers[$0].person }
            // Enrolled one after the other: the first of a group is the golden one.
            let golden = workers[group(person).min() ?? person].person
            let history = try await clinic.history(of: workers[person])
            #expect(Set(history.members) == Set(members), "step \(step)")
            #expect(history.golden == golden, "step \(step)")
            #expect(kept(of: workers[person], in: history) == own[person], "step \(step)")
        }
        let wrong = try await clinic.texts(Self.messagesThatContradict)
        #expect(wrong == [], "step \(step)")
        let groups = Set(workers.indices.map { group($0).min() ?? $0 }).count
        let worklist = try await clinic.runner().run(ListCases(maximum: 500), as: clinic.members.steward)
        #expect(worklist.count == groups, "step \(step)")
    }

    private func kept(of worker: Clinic.Worker, in history: PersonHistory) -> Own {
        func rows(_ table: PersonHistory.Table) -> [HistoryEntry] {
            (history.entries[table] ?? []).filter { $0["person_id"] == .text(worker.person.description) }
        }
        let live = rows(.identifier).filter { $0["scheme"] == .text("nhs_number") && $0["closed_at"] == .null }
        return Own(
            details: rows(.personDetails).count, employments: rows(.employment).count, doses: rows(.vaccination).count,
            doseVersions: rows(.vaccinationVersion).count, number: live.first?["value"].shown)
    }

    /// Of each dose and recipient the last message goes out under the group's number; without one it is held.
    private static let messagesThatContradict = """
        SELECT v.vaccination_id || ' ' || last.action || ' ' || last.state AS text
        FROM vaccination AS v
        CROSS JOIN LATERAL (
            SELECT DISTINCT ON (n.recipient) n.recipient, n.action, n.state, n.nhs_number, n.version
            FROM notification AS n
            WHERE n.vaccination_id = v.vaccination_id AND n.state <> 'dropped'
            ORDER BY n.recipient, n.place DESC) AS last
        LEFT JOIN LATERAL (
            SELECT min(i.value) AS value FROM person_group(v.person_id) AS member
            JOIN identifier AS i ON i.person_id = member AND i.scheme = 'nhs_number' AND i.closed_at IS NULL) AS held
            ON true
        WHERE CASE WHEN held.value IS NULL THEN last.state <> 'held'
            ELSE last.state = 'held' OR last.action = 'delete' OR last.nhs_number <> held.value END
        """
}

/// A generator whose sequence a seed repeats (Steele, Lea and Flood, 2014).
private struct Steps: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

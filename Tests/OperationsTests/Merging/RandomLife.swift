import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase

/// What happens to a few people in random order, by the operations of the product and on a page beside them.
struct RandomLife {
    /// What the database said that the model does not, or the other way round.
    struct Contradiction: Error, CustomStringConvertible {
        let description: String
    }

    let seed: UInt64
    private(set) var model = LifeModel()
    private(set) var workers: [Clinic.Worker] = []
    private let clinic: Clinic
    private let colleague: Membership
    private let runner: OperationRunner
    private var generator: Steps
    private var steps: [String] = []
    private var doses: [(person: Int, id: VaccinationID)] = []
    private var numbersGiven: Int
    /// What takes a change of a number back, by its place in the model.
    private var undoings: [Undoing] = []

    /// - Parameters:
    ///   - clinic: the database; many lives may share it.
    ///   - colleague: a second steward.
    ///   - seed: what repeats the same life.
    ///   - firstNumber: the index of the first NHS number that nobody else of the database uses.
    /// - Throws: an error where the day of the clinic cannot be read.
    init(in clinic: Clinic, colleague: Membership, seed: UInt64, firstNumber: Int) throws {
        (self.clinic, self.colleague, self.seed) = (clinic, colleague, seed)
        (runner, generator, numbersGiven) = (try clinic.runner(), Steps(state: seed), firstNumber)
    }

    /// Enrols these in one transaction.
    mutating func enrol(_ people: [Made]) async throws {
        let newcomers = try await clinic.enrol(together: people)
        workers += newcomers
        model.add(newcomers.map(\.person))
    }

    // MARK: Steps

    /// One step; what the database should say then is in the model.
    mutating func step() async throws {
        let one = Int.random(in: workers.indices, using: &generator)
        let other = (one + Int.random(in: 1..<workers.count, using: &generator)) % workers.count
        switch Int.random(in: 0..<25, using: &generator) {
        case 0..<6: try await merge(one, other)
        case 6..<10: try await unmerge()
        case 10..<13: try await record(one)
        case 13: try await amend()
        case 14: try await employ(one)
        case 15: try await correct(one)
        case 16: try await declare(one, isNot: other)
        case 17: try await withdraw()
        case 18: try await enterNumber(one)
        case 19: try await closeNumber(one)
        case 20, 21: try await move(one)
        case 22, 23: try await takeNumberBack()
        default: try await enrol(like: one)
        }
    }

    /// Steps of this life, a number that its seed decides.
    mutating func steps(_ range: ClosedRange<Int>) async throws {
        for _ in 0..<Int.random(in: range, using: &generator) { try await step() }
    }

    private mutating func note(_ step: String) { steps.append(step) }

    private mutating func merge(_ one: Int, _ other: Int) async throws {
        note("merge \(one) \(other)")
        let outcome = try await outcome(of: clinic.merge(workers[one], workers[other]), if: model.mayMerge(one, other))
        if let outcome { model.merges.append(LifeModel.Merge(id: outcome.merge, one: one, other: other)) }
    }

    private mutating func unmerge() async throws {
        guard let index = model.merges.indices.randomElement(using: &generator) else { return }
        let merge = model.merges.remove(at: index)
        note("unmerge \(merge.one) \(merge.other)")
        _ = try await runner.run(UnmergePeople(.merge(merge.id), reason: "two"), as: clinic.members.steward)
    }

    private mutating func record(_ person: Int) async throws {
        note("record \(person)")
        let day = try CalendarDate(parsing: "2021-01-01").adding(days: steps.count)
        let dose = DoseForm(
            product: "Comirnaty", givenAt: day.iso, batch: "FF2589", overrideReason: "told by the practice")
        let outcome = try await runner.run(
            RecordVaccination(.temporaryID(workers[person].card), dose), as: clinic.members.vaccinator)
        guard outcome.result == .recorded else { throw contradiction("the dose was not recorded") }
        doses.append((person, outcome.vaccinationID))
        model.own[person].doses.insert(outcome.vaccinationID)
        model.own[person].doseVersions += 1
    }

    private mutating func amend() async throws {
        guard let dose = doses.randomElement(using: &generator) else { return }
        note("amend of \(dose.person)")
        _ = try await runner.run(
            AmendVaccination(dose.id.description, DoseForm(batch: "AB\(1_000 + steps.count)"), reason: "misread"),
            as: clinic.members.steward)
        model.own[dose.person].doseVersions += 1
    }

    private mutating func employ(_ person: Int) async throws {
        note("employ \(person)")
        let employment = NewEmployment(
            person: workers[person].person, id: EmploymentID(), employer: clinic.members.employer.id,
            employerReference: nil, jobRole: "carer", cohort: .careHomes, startedOn: nil)
        try await clinic.test.database.write(.acting(as: clinic.members.manager)) { try $0.add([employment]) }
        model.own[person].employments += 1
    }

    private mutating func correct(_ person: Int) async throws {
        note("correct \(person)")
        try await clinic.correct(workers[person], [.town: "Otley \(steps.count)"])
        model.own[person].details += 1
    }

    private mutating func declare(_ one: Int, isNot other: Int) async throws {
        note("declare \(one) is not \(other)")
        let operation = DeclareExclusion(
            .person(workers[one].person), isNot: .person(.person(workers[other].person)), reason: "twins")
        let outcome = try await outcome(of: operation, if: model.mayDeclare(one, isNot: other))
        if let outcome { model.exclusions.append((outcome.exclusion, one, other)) }
    }

    private mutating func withdraw() async throws {
        guard let index = model.exclusions.indices.randomElement(using: &generator) else { return }
        let exclusion = model.exclusions.remove(at: index)
        note("withdraw \(exclusion.one) is not \(exclusion.other)")
        _ = try await runner.run(
            WithdrawExclusion(exclusion.id, reason: "one after all"), as: clinic.members.steward)
    }

    private mutating func enterNumber(_ person: Int) async throws {
        guard model.numbers(model.group(person)).isEmpty else { return }
        note("number of \(person)")
        numbersGiven += 1
        let number = Made.spacedNumber(numbersGiven)
        let outcome = try await runner.run(
            EnterNumber(
                .person(workers[person].person), try NHSNumber(parsing: number), reason: "a letter",
                acceptsTestNumbers: true), as: clinic.members.steward)
        guard outcome.result == .proposed, let review = outcome.review else {
            throw contradiction("the number was not proposed")
        }
        _ = try await runner.run(DecideReview(review, .confirm, reason: "a letter"), as: colleague)
        model.own[person].number = LifeModel.Number(value: number, change: model.changes.count)
        model.changes.append(LifeModel.Change(person: person, closed: nil))
        undoings.append(.review(review))
    }

    private mutating func closeNumber(_ person: Int) async throws {
        guard let number = model.own[person].number else { return }
        note("close number of \(person)")
        let outcome = try await runner.run(
            CloseNumber(try NHSNumber(parsing: number.value), reason: "wrong"), as: clinic.members.steward)
        model.own[person].number = nil
        model.excludedNumbers.append((person, number.value))
        model.changes.append(LifeModel.Change(person: person, closed: number))
        undoings.append(.change(outcome.change))
    }

    private enum Undoing {
        case review(ReviewID)
        case change(NumberChangeID)
    }

    /// Takes back a change of a number, also one that cannot be taken back any more.
    private mutating func takeNumberBack() async throws {
        guard let place = undoings.indices.randomElement(using: &generator) else { return }
        note("take back change \(place) of \(model.changes[place].person)")
        let mayBe = model.mayTakeBack(place)
        switch undoings[place] {
        case .review(let review): _ = try await outcome(of: UndoReview(review, reason: "hers"), if: mayBe)
        case .change(let change): _ = try await outcome(of: UndoNumberChange(change, reason: "hers"), if: mayBe)
        }
        if mayBe { model.takeBack(place) }
    }

    private mutating func move(_ person: Int) async throws {
        let events: [CaseEvent] = [.confirmDetails, .askForInformation, .submit, .accept]
        guard let event = events.randomElement(using: &generator) else { return }
        note("\(event.rawValue) of \(person)")
        var moved = model.registrationCase(of: person)
        let effect = try? moved.apply(event.event)
        let operation = MoveCase(workers[person].card, event, evidence: "a letter")
        if try await outcome(of: operation, if: effect != nil) != nil { model.own[person].worked = moved }
    }

    /// Somebody is enrolled again, or somebody of the same name.
    private mutating func enrol(like person: Int) async throws {
        guard workers.count < 8 else { return }
        note("enrol")
        try await enrol([Made(given: "Ada", family: "New", born: "1985-07-1\(person)")])
    }

    /// Unmerges everybody, in random order.
    mutating func separateAll() async throws {
        while !model.merges.isEmpty { try await unmerge() }
    }

    /// A refusal is right where the model refuses, and nowhere else.
    private func outcome<Task: Operations.Operation>(of operation: Task, if mayBe: Bool) async throws -> Task.Outcome? {
        do {
            let outcome = try await runner.run(operation, as: clinic.members.steward)
            guard mayBe else { throw contradiction("it was done and should have been refused") }
            return outcome
        } catch let refusal as Refusal {
            guard !mayBe else { throw contradiction("refused: \(refusal.sentence)") }
            return nil
        }
    }

    // MARK: Runs

    /// Takes over what a run did to these people, unless it was forbidden.
    mutating func believe(_ effects: RunEffects) throws {
        note("run")
        let places = Dictionary(uniqueKeysWithValues: zip(model.people, model.people.indices))
        for merge in effects.merges {
            guard let one = places[merge.one], let other = places[merge.other] else { continue }
            note("merge \(one) \(other) by the run")
            model.merges.append(LifeModel.Merge(id: merge.id, one: one, other: other, isOfRun: true))
        }
        for (person, number) in effects.numbers {
            guard let place = places[person] else { continue }
            note("number of \(place) by the run")
            model.own[place].number = LifeModel.Number(value: number, isOfRun: true)
        }
        guard workers.indices.allSatisfy({ model.isPlausible(model.group($0)) }) else {
            throw contradiction("the run did what was declared to be wrong")
        }
    }

    mutating func undoRun() {
        note("undo the run")
        model.undoRun()
    }

    // MARK: Checks

    /// Compares everything that the database says of these people with the model.
    func check() async throws {
        try await Self.check([self], in: clinic)
    }

    /// Compares everything that the database says of the people of these lives with their models, by one statement.
    static func check(_ lives: [RandomLife], in clinic: Clinic) async throws {
        let people = lives.flatMap(\.model.people)
        let lines = try await clinic.test.database.read(.owning) { try LifeCheck.lines(of: people, in: $0) }
        var start = 0
        for life in lives {
            let found = lines[start..<start + life.workers.count]
            start += life.workers.count
            try life.compare(Array(found))
        }
    }

    private func compare(_ found: [String]) throws {
        let wrong = zip(found, model.lines).filter { $0 != $1 }.map { "  found    \($0)\n  expected \($1)" }
        guard wrong.isEmpty else { throw contradiction("\n" + wrong.joined(separator: "\n")) }
    }

    /// Compares what a steward is shown of each person, and what a site is shown of each card.
    func checkWhatIsShown() async throws {
        for person in workers.indices {
            let history = try await clinic.history(of: workers[person])
            let card = try await runner.run(CheckTemporaryID(workers[person].card), as: clinic.members.vaccinator)
            let members = Set(model.group(person).map { model.people[$0] })
            guard Set(history.members) == members, history.golden == model.golden(person),
                card.person?.personID == model.golden(person)
            else { throw contradiction("person \(person) is shown as somebody else") }
        }
    }

    func contradiction(_ text: String) -> Contradiction {
        Contradiction(description: "life \(seed), after \(steps.joined(separator: ", ")): \(text)")
    }
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

import Testing

@testable import Linkage

@Suite struct ModelTests {
    @Test func `the shipped model is read, and its text is its own`() throws {
        let model = try MatchModel(text: MatchModel.standardText)
        #expect(model == .standard)
        #expect(model.text == MatchModel.standardText)
        #expect(model.automatic > model.review)
    }

    @Test(
        "A damaged model is refused",
        arguments: [
            ("outreach-match-model 2", "outreach-match-model 1", ModelFault.otherVersion),
            ("givenName exact", "givenName exakt", .wrongLevels(.givenName)),
            ("sex same 0", "sex same 7", .noProbability(.sex)),
            ("country same", "planet same", .unknownField),
            ("automatic 12", "automatic -12", .wrongThresholds),
            ("automatic 12", "automatic x", .unreadable),
        ])
    func damage(_ part: String, _ damage: String, _ fault: ModelFault) {
        let text = MatchModel.standardText.replacing(part, with: damage)
        #expect(text != MatchModel.standardText)
        #expect(throws: fault) { try MatchModel(text: text) }
    }

    @Test func `the likelihood never falls`() {
        let (queries, references) = Self.lists(seed: 41)
        var trainer = ModelTrainer(base: .standard, keeping: [])
        trainer.add(queries: queries, references: references, seed: 1)
        var learning = trainer.expectationMaximisation
        for _ in 0..<30 { learning.step() }
        for (before, after) in zip(learning.likelihoods, learning.likelihoods.dropFirst()) {
            #expect(after >= before - 1e-9 * abs(before))
        }
    }

    @Test func `a level that was not seen is refused by name`() {
        let (queries, references) = Self.lists(seed: 42)
        var trainer = ModelTrainer(base: .standard, keeping: [.nhsNumber, .country])
        trainer.add(queries: queries, references: references, seed: 1)
        let fault = #expect(throws: TrainingFault.self) { try trainer.train() }
        #expect(fault?.levels.contains { $0.field == .givenName && $0.level == "variant" } == true)
    }

    @Test func `what is common among one person's records weighs for, and what is common among strangers against`() {
        for field in ComparisonField.allCases {
            let levels = MatchModel.standard.levels[field] ?? []
            #expect((levels.first?.bits ?? 0) > 0)
            #expect((levels.last?.bits ?? 0) < 0)
        }
    }

    /// People of whom two of three appear again with something changed.
    private static func lists(seed: UInt64) -> (RecordTable, RecordTable) {
        var village = Village(seed: seed)
        let people = village.people(2_000)
        let queries = people.enumerated().filter { $0.offset % 3 > 0 }.map { index, person in
            var again = person
            switch index % 7 {
            case 0: again.email = ""
            case 1: again.postcode = village.postcode()
            case 2: again.familyName += "a"
            case 3: again.birthDate = village.birthDate()
            case 4: again.phone = village.phone()
            default: break
            }
            again.id = "T" + again.id
            return Normaliser.normalise(again)
        }
        return (RecordTable(queries), RecordTable(people.map(Normaliser.normalise)))
    }
}

internal import Linkage
package import OutreachCore
package import Postgres
package import Store
internal import Tabular

/// Takes the answers of the national tracing service.
///
/// They go the way of every trace: our own matcher has to agree with the patient's details before a number is given by
/// itself, what is doubtful becomes a review, and a number that another person holds a conflict. Answers that were taken
/// before change nothing.
package struct ImportTraceBatch: Operation {
    package static let name = "import_trace_batch"
    package static let roles: Set<Role> = [.steward]

    package let file: [UInt8]

    package init(_ file: [UInt8]) {
        self.file = file
    }

    package struct Outcome: Encodable, Sendable {
        /// Rows by what was answered.
        package var answers: [String: Int] = [:]
        /// Rows that had been taken before.
        package var repeats = 0
        package var numbered = 0
        /// Reviews and conflicts that were opened, or were open already.
        package var reviews = 0
        package var errors: [FieldProblem] = []
        package var warnings: [DoseWarning] = []
    }

    package var timeout: Duration? { .seconds(600) }

    static let source = "pds_mesh"

    package func perform(
        in session: borrowing Session, by member: Membership, at moment: Moment
    ) throws -> Effect<Outcome> {
        let (responses, faults) = try TraceResponseFile.read(file)
        var outcome = Outcome()
        var answers = TraceAnswers(responses, asked: try session.askedQuestions(responses.map(\.reference)))
        outcome.errors = (faults + answers.errors).map(FieldProblem.init(inFile:))
        outcome.repeats = answers.repeats
        outcome.answers = Dictionary(grouping: answers.taken, by: \.response.answer.rawValue).mapValues(\.count)
        try session.keep(answers.taken.map(\.response.row))
        try answers.readStanding(in: session)
        try session.open(answers.conflicts)
        try session.add(answers.emptyTraces)
        let decisions = ReconciliationDecider.decide(try answers.input(in: session))
        let applied = try ApplyDecisions(lease: nil, decisions: decisions, source: Self.source)
            .perform(in: session, by: member, at: moment)
        outcome.warnings = applied.outcome
        outcome.numbered = decisions.count { $0.assignment != nil }
        outcome.reviews = answers.conflicts.count + decisions.reduce(0) { $0 + $1.reviews.count }
        let people = Array(Set(answers.taken.map(\.question.person))).sorted()
        return Effect(
            outcome,
            audit: AuditEntry(Self.name, people: people, details: ["rows": String(answers.taken.count)]),
            applied.audit)
    }
}

/// Answers with the questions that they belong to, and what follows from them.
private struct TraceAnswers {
    typealias Taken = (response: TraceResponse, question: AskedQuestion)

    private(set) var taken: [Taken] = []
    private(set) var repeats = 0
    private(set) var errors: [TabularError] = []
    /// The numbers that the groups of these people hold, and what was declared not to be theirs.
    private var held: [PersonID: Set<NHSNumber>] = [:]
    private var excluded: [PersonID: Set<NHSNumber>] = [:]

    init(_ responses: [TraceResponse], asked: [String: AskedQuestion]) {
        var seen: Set<String> = []
        for response in responses {
            guard let question = asked[response.reference] else {
                refuse(response, "UNIQUE REFERENCE", "Nobody was asked about under this reference.")
                continue
            }
            guard seen.insert(response.reference).inserted else {
                refuse(response, "UNIQUE REFERENCE", "Another row above answers the same question.")
                continue
            }
            take(response, question)
        }
    }

    private mutating func take(_ response: TraceResponse, _ question: AskedQuestion) {
        let asked = response.askedNumber
        if !asked.isEmpty, asked != question.askedNumber {
            refuse(response, "REQ_NHS_NUMBER", "This is another number than the one that was asked about.")
        } else if let code = question.code {
            if code == response.code, question.matchedNumber == response.matched?.digits {
                repeats += 1
            } else {
                refuse(response, "ERROR/SUCCESS_CODE", "The question was answered before, and differently.")
            }
        } else {
            taken.append((response, question))
        }
    }

    private mutating func refuse(_ response: TraceResponse, _ column: String, _ message: String) {
        errors.append(TabularError(.invalidValue, row: response.rowNumber, columnName: column, message: message))
    }

    /// Reads how the people stand, everybody locked.
    mutating func readStanding(in session: borrowing Session) throws {
        let people = taken.map(\.question.person)
        _ = try session.lockComponents(of: people)
        held = try session.groupNumbers(of: people).mapValues { Set($0.map(\.number)) }
        excluded = try session.excludedNumbers()
    }

    /// People who have no number yet, and whom the service takes for a patient.
    private var found: [Taken] {
        taken.filter { response, question in
            guard response.answer.namesPatient, let number = response.matched else { return false }
            return held[question.person] == nil && excluded[question.person]?.contains(number) != true
        }
    }

    /// What is wrong with numbers that are held.
    var conflicts: [NewReview] {
        taken.compactMap { response, question in
            guard let numbers = held[question.person], let asked = try? NHSNumber(parsing: question.askedNumber),
                numbers.contains(asked), let (kind, number) = conflict(response, asked),
                excluded[question.person]?.contains(number) != true
            else { return nil }
            let evidence = PairEvidence(
                score: 0, rule: "", reasons: [kind == .deceased ? "the patient has died" : response.answer.reason],
                vetoes: [kind.rawValue])
            return NewReview(
                .conflict, question.person, conflict: kind, record: "pds-\(number.digits)", number: number.digits,
                match: evidence)
        }
    }

    /// The number that was asked about is compared with the one that came back (safety.md, R15).
    private func conflict(_ response: TraceResponse, _ asked: NHSNumber) -> (ConflictKind, NHSNumber)? {
        switch response.answer {
        case .superseded: return (.superseded, asked)
        case .invalid: return (.invalidated, asked)
        case .found, .sensitive:
            if let matched = response.matched, matched != asked { return (.twoNumbers, matched) }
            return response.patient.status.contains(.deceased) ? (.deceased, asked) : nil
        case .notMatched, .notTraced, .underInvestigation, .notEnoughData, .severalMatches, .notFound: return nil
        }
    }

    /// What is kept of traces that led nowhere.
    var emptyTraces: [NewTrace] {
        taken.filter { !$0.response.answer.namesPatient }.map { response, question in
            NewTrace(
                question.person, source: ImportTraceBatch.source,
                grade: response.answer == .severalMatches ? .possible : .certainlyNot, reason: response.answer.reason)
        }
    }

    /// What the decider needs: whole groups, our own matcher's word on each patient, and who holds the numbers.
    func input(in session: borrowing Session) throws -> ReconciliationInput {
        let found = found
        let groups = try session.components(of: found.map(\.question.person)).map(\.id)
        let register = try session.people(groups, orSharing: [], ThreadWorkers.everyCore)
        let byPerson = Dictionary(uniqueKeysWithValues: register.map { ($0.id, $0) })
        let model = try session.activeModel()
        let linker = Linker(model: model.model, frequencies: NameFrequencies())
        var traces: [Decision] = []
        var entries: [String: ReferenceEntry] = [:]
        for (response, question) in found {
            guard let person = byPerson[question.person], let number = response.matched else { continue }
            traces += linker.link(queries: [person.record], references: [Normaliser.normalise(response.patient)])
            entries[response.patient.id] = ReferenceEntry(
                record: response.patient.id, number: number, hasPractice: !response.practiceCode.isEmpty,
                holder: try session.person(holding: number))
        }
        return ReconciliationInput(
            people: register.map(\.opened), traces: traces, duplicates: [],
            entries: entries, separated: Set(try session.separatedPairs().map { PersonPair($0.0, $0.1) }),
            excludedNumbers: try session.excludedNumbers(), model: model.id)
    }
}

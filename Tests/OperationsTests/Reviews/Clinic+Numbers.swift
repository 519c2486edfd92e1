import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

extension Clinic {
    @discardableResult
    func undo(_ review: ReviewID) async throws -> UndoReview.Outcome {
        try await runner().run(UndoReview(review, reason: "hers after all"), as: members.steward)
    }

    @discardableResult
    func undo(_ change: NumberChangeID) async throws -> UndoNumberChange.Outcome {
        try await runner().run(UndoNumberChange(change, reason: "hers after all"), as: members.steward)
    }

    @discardableResult
    func enter(
        _ number: String, for worker: Worker, acceptsTestNumbers: Bool = true
    ) async throws -> EnterNumber.Outcome {
        try await runner().run(
            EnterNumber(
                .temporaryID(worker.id), try NHSNumber(parsing: number), reason: "a letter of the practice",
                acceptsTestNumbers: acceptsTestNumbers), as: members.steward)
    }

    /// Enters a number that nobody knows, and has another steward confirm it.
    func giveNumber(_ number: String, to worker: Worker) async throws {
        let entered = try await enter(number, for: worker)
        if let review = entered.review { try await decide(review, .confirm, by: try await secondOperator) }
    }

    private var secondOperator: Membership {
        get async throws { try await Members.operatorAccount(in: test, as: .steward) }
    }

    @discardableResult
    func closeNumber(_ number: String) async throws -> NumberChangeID {
        try await runner().run(
            CloseNumber(try NHSNumber(parsing: number), reason: "the mother's"), as: members.steward
        ).change
    }

    func move(_ worker: Worker, _ event: CaseEvent) async throws {
        _ = try await runner().run(MoveCase(worker.card, event, evidence: "told"), as: members.steward)
    }

    func happen(
        _ since: `taking back what was done to a number`.Since, _ ada: Worker, _ ben: Worker
    ) async throws {
        switch since {
        case .heldByAnother: try await giveNumber(Made.number(1), to: ben)
        case .heldAgain:
            try await withdrawAll()
            try await giveNumber(Made.number(1), to: ada)
        case .otherNumber: try await giveNumber(Made.number(2), to: ada)
        case .mergedWithOtherNumber:
            try await giveNumber(Made.number(2), to: ben)
            try await mergePeople(ada, ben)
        case .declaredAgain:
            // Of somebody who turned out to be the same person.
            _ = try await runner().run(
                DeclareExclusion(
                    .temporaryID(ben.id), isNot: .number(try NHSNumber(parsing: Made.number(1))), reason: "told"),
                as: members.steward)
            try await mergePeople(ada, ben)
        }
    }

    private func withdrawAll() async throws {
        for exclusion in try await runner().run(ListExclusions(), as: members.steward) {
            _ = try await runner().run(WithdrawExclusion(exclusion.exclusionID, reason: "told"), as: members.steward)
        }
    }

    /// A number that is held by one of two, both with a dose, and the conflict in which the other may get it.
    func movableNumber() async throws -> (ada: Worker, cho: Worker, review: ReviewID) {
        let cho = try await enrol(.cho, reference: "W1")
        let ada = try await enrol(.ada, reference: "W2")
        for worker in [ada, cho] { try await record(worker, DoseForm(product: "Comirnaty")) }
        try await giveNumber(Made.number(1), to: cho)
        let review = try await enter(Made.number(1), for: ada).review
        return (ada, cho, try #require(review))
    }

    /// Somebody with a number whose patient is recorded as having died.
    func reportedDead() async throws -> (ada: Worker, review: ReviewID) {
        let ada = try await enrol(.ada, reference: "W1")
        try await giveNumber(Made.number(1), to: ada)
        let review = try await doubt(ada, Made.number(1), kind: .conflict, conflict: .deceased, record: nil)
        return (ada, review)
    }

    /// A reference in which the first number was replaced by the second.
    func supersedeFirst() async throws {
        _ = try await loadReference(lines: [
            "ref_id,nhs_number,given_name,surname,dob,sex,phone,superseded_by",
            "P1,\(Made.number(1)),Ada,Okafor,1985-07-14,F,07700900001,\(Made.number(2))",
            "P2,\(Made.number(2)),Ada,Okafor,1985-07-14,F,07700900001,",
        ])
    }
}

extension Clinic {
    /// Everything that a change of a number can touch, as it holds now.
    ///
    /// Numbers, cases, groups, declarations, and the last message of each dose to each recipient. `day` leaves out the
    /// doses that were given on it.
    func standing(without day: String = "") async throws -> [String] {
        try await texts(
            """
            SELECT 'number ' || value || ' ' || person_id AS text FROM identifier
            WHERE scheme = 'nhs_number' AND closed_at IS NULL
            UNION ALL SELECT 'case ' || state || ' ' || person_id FROM case_current
            UNION ALL SELECT 'link ' || person_id || ' ' || golden_person_id FROM person_link WHERE closed_at IS NULL
            UNION ALL SELECT 'declared ' || person_id || ' ' || coalesce(nhs_number, other_person_id::text)
            FROM person_exclusion WHERE withdrawn_at IS NULL
            UNION ALL SELECT 'message ' || person_id || ' ' || vaccination_id || ' ' || recipient || ' ' || text
            FROM (\(Self.lastMessagesQuery)) AS last WHERE given_on::text <> '\(day)'
            ORDER BY 1
            """)
    }

    /// The last message of each dose to the practice.
    func lastMessages() async throws -> [String] {
        try await texts(
            "SELECT text FROM (\(Self.lastMessagesQuery)) AS last WHERE recipient = 'practice' ORDER BY place")
    }

    private static let lastMessagesQuery = """
        SELECT DISTINCT ON (n.person_id, n.vaccination_id, n.recipient)
            n.person_id, n.vaccination_id, n.recipient, v.given_on, n.place,
            n.action || ' ' || coalesce(n.nhs_number, 'NULL') || ' ' || n.state AS text
        FROM notification AS n
        JOIN vaccination AS v ON v.person_id = n.person_id AND v.vaccination_id = n.vaccination_id
        WHERE n.state <> 'dropped'
        ORDER BY n.person_id, n.vaccination_id, n.recipient, n.place DESC
        """

    func audited(_ action: String) async throws -> Set<PersonID> {
        let ids = try await test.texts(
            "SELECT person_id::text AS text FROM audit_entry WHERE action = '\(action)' AND person_id IS NOT NULL")
        return Set(ids.compactMap(PersonID.init(postgresText:)))
    }
}

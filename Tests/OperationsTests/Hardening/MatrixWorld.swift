import Foundation
import Jobs
import Linkage
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase

/// Two of everything, and one of what was never there.
struct MatrixWorld: Sendable {
    let members: Members
    private let one: Things
    let foreign: Things
    /// What belongs to the operator and to the first outreach team, not to the first employer.
    private let operatorsUpload: UploadID
    private let teamsBlankID: TemporaryID
    let absent: Things

    static func make(in test: TestDatabase) async throws -> MatrixWorld {
        let members = try await Members.make(in: test)
        let runner = test.runner()
        _ = try await runner.run(LoadReference(try reference(), acceptsTestNumbers: true), as: members.steward)
        let run = try await Reconcile(database: test.database, runner: runner).run(as: members.steward).run ?? RunID()
        let one = Side(
            employer: members.employer, signIn: "manager", manager: members.manager, vaccinator: members.vaccinator,
            familyName: "Garcia", run: run, number: "9990000042")
        let other = Side(
            employer: members.otherEmployer, signIn: "other-manager", manager: members.otherManager,
            vaccinator: members.otherVaccinator, familyName: "Okafor", run: run, number: "9990000050")
        let file = try EnrolmentFile(csv: Array("surname,dob,ods\nSilva,1970-02-03,VL0AA\n".utf8))
        return MatrixWorld(
            members: members,
            one: try await doubted(
                buried(one.things(by: runner, members), in: test), closing: "9990000069", members, in: test),
            foreign: try await doubted(
                buried(other.things(by: runner, members), in: test), closing: "9990000077", members, in: test),
            operatorsUpload: try await runner.run(EnrolFile(file), as: members.administrator).upload ?? UploadID(),
            teamsBlankID: try await runner.run(ReserveTemporaryIDs(count: 1), as: members.registrar)[0],
            absent: try absent())
    }

    /// A reference with one patient whom nobody here is.
    static func reference() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "outreach-matrix-reference.csv")
        let lines = "ref_id,nhs_number,given_name,family_name,date_of_birth\nP1,9990000018,Zed,Zulu,1931-03-04\n"
        try Data(lines.utf8).write(to: url, options: .atomic)
        return url
    }

    /// With a job and a message that are dead.
    private static func buried(_ things: Things, in test: TestDatabase) async throws -> Things {
        let job = try await test.database.write(.queueing) { try $0.enqueue(NewJob(.reconcile)).id }
        try await test.script(
            """
            UPDATE job SET state = 'dead', attempt = 1, finished_at = now() WHERE job_id = '\(job)';
            UPDATE notification SET state = 'dead', nhs_number = '9990000018'
            WHERE vaccination_id = '\(things.vaccination)'
            """)
        let messages = try await test.texts(
            "SELECT notification_id::text AS text FROM notification WHERE vaccination_id = '\(things.vaccination)'")
        var things = things
        (things.job, things.message) = (job.description, messages[0])
        return things
    }

    /// With two open reviews, of which one is decided then, a number that is held and one that was closed.
    private static func doubted(
        _ things: Things, closing closed: String, _ members: Members, in test: TestDatabase
    ) async throws -> Things {
        var things = things
        (things.model, things.earlierModel) = try await models(in: test)
        let runner = test.runner()
        func person(_ id: TemporaryID) async throws -> PersonID {
            let found = try await test.database.read(.acting(as: members.steward)) { try $0.holder(of: id)?.person }
            return found ?? PersonID()
        }
        let one = try await person(things.temporaryID)
        let (other, third) = (try await person(things.revokedID), try await person(things.mergedIDs[0]))
        let (review, decided) = (ReviewID(), ReviewID())
        let evidence = PairEvidence(score: 21, rule: "", reasons: ["same birth date"], vetoes: [])
        try await test.database.write(.acting(as: members.steward)) { session in
            try session.open([
                NewReview(.duplicate, min(one, other), other: max(one, other), match: evidence, id: review),
                NewReview(.duplicate, min(one, third), other: max(one, third), match: evidence, id: decided),
            ])
        }
        (things.review, things.decidedReview) = (review, decided)
        let outcome = try await runner.run(DecideReview(decided, .different, reason: "twins"), as: members.steward)
        things.exclusion = outcome.exclusion ?? things.exclusion
        let confirming = try await Members.operatorAccount(in: test, as: .steward)
        func give(_ number: NHSNumber, to person: PersonReference) async throws {
            let entered = try await runner.run(
                EnterNumber(person, number, reason: "a letter", acceptsTestNumbers: true), as: members.steward)
            _ = try await runner.run(
                DecideReview(entered.review ?? ReviewID(), .confirm, reason: "a letter"), as: confirming)
        }
        try await give(things.number, to: .temporaryID(things.mergedIDs[0]))
        let wrong = try NHSNumber(parsing: closed)
        try await give(wrong, to: .person(other))
        let closing = try await runner.run(CloseNumber(wrong, reason: "the mother's"), as: members.steward)
        things.numberChange = closing.change
        let started = try await runner.run(StartTraceBatch(), as: members.steward)
        things.traceBatch = started.batch ?? things.traceBatch
        return things
    }

    /// A model of a release that was never in use, and one that was.
    private static func models(in test: TestDatabase) async throws -> (waiting: String, earlier: String) {
        let texts = [15, 16].map { MatchModel.standardText.replacing("automatic 12", with: "automatic \($0)") }
        let ids = try texts.map { try MatchModel(text: $0).id }
        let rows = zip(ids, texts).map { "('\($0)', '\($1)', 'trial', '', '', NULL)" }.joined(separator: ",")
        try await test.script(
            """
            INSERT INTO match_model (model_id, text, name, notes, trained_from, added_by) VALUES \(rows)
            ON CONFLICT DO NOTHING;
            INSERT INTO match_model_activation (activation, model_id, kind, reason, activated_by)
            VALUES (2, '\(ids[1])', 'release', 'x', NULL), (3, '\(MatchModel.standard.id)', 'release', 'x', NULL)
            ON CONFLICT DO NOTHING
            """)
        return (ids[0], ids[1])
    }

    private static func absent() throws -> Things {
        var generator = SystemRandomNumberGenerator()
        func id() -> TemporaryID { .random(using: &generator) }
        return Things(
            odsCode: try ODSCode(parsing: "NOBODY"), signIn: try SignIn(parsing: "nobody@example.org"),
            keyPrefix: "00000000", familyName: "Nobody", temporaryID: id(), revokedID: id(), mergedIDs: [id(), id()],
            blankID: id(), caseID: CaseID().description, vaccination: VaccinationID().description,
            upload: UploadID(), run: RunID(), retention: RetentionRunID(),
            number: try NHSNumber(parsing: "9990000034"))
    }

    /// What belongs to the member of ``members`` in this role.
    func own(of role: Role) -> Things {
        var things = one
        if role == .administrator { things.upload = operatorsUpload }
        if role == .registrar { things.blankID = teamsBlankID }
        return things
    }
}

/// An employer with four workers who came by a file, and the site that gave the first a dose.
private struct Side: Sendable {
    let employer: Organisation
    let signIn: String
    let manager: Membership
    let vaccinator: Membership
    let familyName: String
    let run: RunID
    let number: String

    func things(by runner: OperationRunner, _ members: Members) async throws -> Things {
        let lines = """
            surname,first name,dob
            \(familyName),Maria,1985-07-14
            \(familyName)-Dias,Ana,1975-05-05
            \(familyName)-Luz,Ines,1966-06-06
            \(familyName)-Mar,Rosa,1957-07-07
            """
        let enrolled = try await runner.run(EnrolFile(try EnrolmentFile(csv: Array(lines.utf8))), as: manager)
        let ids = enrolled.rows.compactMap(\.temporaryID)
        guard ids.count == 4, let upload = enrolled.upload else { throw Missing() }
        _ = try await runner.run(RevokeTemporaryID(ids[1].canonical, reason: "misprint"), as: manager)
        _ = try await runner.run(
            MergePeople(.temporaryID(ids[2]), .temporaryID(ids[3]), reason: "told"), as: members.steward)
        let cases = try await runner.run(ListCases(), as: manager)
        guard let registration = cases.first(where: { $0.temporaryID == ids[0] }) else { throw Missing() }
        return Things(
            odsCode: employer.odsCode, signIn: try SignIn(parsing: "\(signIn)@example.org"),
            keyPrefix: try await addKey(by: runner, members.administrator), familyName: familyName,
            temporaryID: ids[0], revokedID: ids[1], mergedIDs: Array(ids[2...]),
            blankID: try await runner.run(ReserveTemporaryIDs(count: 1), as: manager)[0],
            caseID: registration.caseID.description, vaccination: try await vaccinate(ids[0], by: runner),
            upload: upload, run: run,
            retention: try await runner.run(PlanRetention(), as: members.administrator).run,
            number: try NHSNumber(parsing: number))
    }

    private func vaccinate(_ id: TemporaryID, by runner: OperationRunner) async throws -> String {
        let dose = DoseForm(product: "Comirnaty", givenAt: "2026-01-10", batch: "FF2589")
        let recorded = try await runner.run(RecordVaccination(.temporaryID(id.canonical), dose), as: vaccinator)
        return recorded.vaccinationID.description
    }

    private func addKey(by runner: OperationRunner, _ administrator: Membership) async throws -> String {
        var generator = SystemRandomNumberGenerator()
        let key = APIKey(using: &generator)
        _ = try await runner.run(
            AddAPIClient(name: "Rota", odsCode: employer.odsCode, role: .system, days: 1, apiKey: key),
            as: administrator)
        return key.prefix
    }

    struct Missing: Error {}
}

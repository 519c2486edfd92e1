import Foundation
import Jobs
import Linkage
import Operations
import OutreachCore
import Postgres
import Store
import Synchronization
import TestDatabase

/// Something that a request is done to.
struct Thing: Sendable {
    enum Kind: Sendable {
        case worker
        /// A worker who carries no card any more.
        case workerWithoutCard
        case blankID
        case registrationCase
        case vaccination
        case upload
        case merge
        case run
        case job
        case client
        case account
        case employer
        case retentionPlan
        case review
        case decidedReview
        case exclusion
        case nhsNumber
        /// A number that was closed by hand.
        case numberChange
        case traceBatch
        /// One that nobody has approved.
        case model

        /// Whether it can be there and ended: revoked, voided, undone, closed, bound, disabled.
        var ends: Bool {
            switch self {
            case .worker, .blankID, .registrationCase, .vaccination, .upload, .merge, .run, .client, .account,
                .retentionPlan, .review, .decidedReview, .exclusion, .numberChange:
                true
            case .workerWithoutCard, .job, .employer, .nhsNumber, .traceBatch, .model: false
            }
        }
    }

    /// How it stands to whoever asks.
    enum Standing: String, Sendable, CaseIterable {
        case own
        case foreign
        case absent
        case deleted
    }

    /// The temporary ID, key prefix, sign-in or UUID by which it is named.
    var id: String
    /// The employer's code.
    var code = "VL0AA"
    /// A name that nobody else has, and a date of birth.
    var name = ""
    var birthDate = ""
    /// Another worker of the first employer.
    var other = ""
    /// An NHS number for tests that nobody else has.
    var number = ""
    /// A model that nobody else has: the shipped weights with a threshold of its own.
    var modelText: String {
        MatchModel.standardText.replacing(
            "automatic 12\n", with: "automatic 12.\(number.dropLast().suffix(4))1\n")
    }
}

/// Makes the things of the matrix on a running service.
struct ThingMaker: Sendable {
    let service: Service
    private let number = Counter()

    init(_ service: Service) {
        self.service = service
    }

    private var runner: OperationRunner { service.credentials.runner }
    private var members: Members { service.members }

    func make(_ kind: Thing.Kind, _ standing: Thing.Standing, for role: Role) async throws -> Thing {
        var thing = standing == .absent ? absent(kind) : try await present(kind, standing, for: role)
        if kind == .worker { thing.other = try await worker(of: members.manager).id }
        return thing
    }

    /// A name and so on that nobody else has, with nothing behind it.
    func nothing() -> Thing {
        let next = number.next()
        return Thing(
            id: UUID().uuidString.lowercased(), name: MadeUp.word(next) + MadeUp.word(next * 7 + 1),
            birthDate: MadeUp.birthDate(next), number: MadeUp.nhsNumber(next))
    }

    private func absent(_ kind: Thing.Kind) -> Thing {
        var thing = nothing()
        var generator = SystemRandomNumberGenerator()
        switch kind {
        case .worker, .workerWithoutCard, .blankID: thing.id = TemporaryID.random(using: &generator).canonical
        case .client: thing.id = "00000000"
        case .account: thing.id = "nobody@example.org"
        case .employer: thing.code = "NOBODY"
        case .registrationCase, .vaccination, .upload, .merge, .run, .job, .retentionPlan, .review, .decidedReview,
            .exclusion, .nhsNumber, .numberChange, .traceBatch, .model:
            break
        }
        return thing
    }

    private func present(_ kind: Thing.Kind, _ standing: Thing.Standing, for role: Role) async throws -> Thing {
        let side = Side(members, isForeign: standing == .foreign)
        var thing = nothing()
        switch kind {
        case .worker: thing = try await worker(of: side.manager)
        case .workerWithoutCard:
            thing = try await worker(of: side.manager)
            try await end(.worker, thing)
        case .blankID: thing.id = try await blankID(of: side.owner(of: kind, for: role))
        case .registrationCase: thing = try await registrationCase(of: side.manager)
        case .vaccination: thing.id = try await vaccination(at: side)
        case .upload: thing.id = try await upload(by: side.owner(of: kind, for: role))
        case .merge: thing.id = try await merge(of: side.manager)
        case .run: thing.id = try await run()
        case .job: thing.id = try await deadJob()
        case .client: thing.id = try await service.credentials.add(.system, at: side.manager.odsCode).prefix
        case .account: thing.id = try await account(at: side.manager.odsCode)
        case .retentionPlan:
            thing.id = try await runner.run(PlanRetention(), as: members.administrator).run.description
        case .employer: break
        case .review: thing.id = try await review(of: side.manager)
        case .decidedReview: thing.id = try await decidedReview(of: side.manager).review.description
        case .exclusion:
            thing.id = try await decidedReview(of: side.manager).exclusion?.description ?? ""
        case .traceBatch:
            _ = try await worker(of: side.manager)
            let started = try await runner.run(StartTraceBatch(), as: members.steward)
            guard let batch = started.batch else { throw Missing() }
            thing.id = batch.description
        case .model:
            thing.id = try await runner.run(
                AddModel(thing.modelText, label: "trial"), as: members.steward
            ).model
        case .nhsNumber:
            let worker = try await worker(of: side.manager)
            try await enter(thing.number, for: worker)
        case .numberChange:
            try await enter(thing.number, for: try await worker(of: side.manager))
            let number = try NHSNumber(parsing: thing.number)
            thing.id = try await runner.run(
                CloseNumber(number, reason: "the mother's"), as: members.steward
            ).change.description
        }
        // A blank sheet is bound to a worker of one's own, whoever's sheet it is.
        if kind != .blankID { thing.code = side.manager.odsCode.canonical }
        if standing == .deleted { try await end(kind, thing, owner: side.owner(of: kind, for: role)) }
        return thing
    }

    // MARK: What is there

    private func worker(of manager: Membership) async throws -> Thing {
        var thing = nothing()
        let form = WorkerForm([.familyName: thing.name, .givenNames: "Maria", .birthDate: thing.birthDate])
        let outcome = try await runner.run(EnrolWorker(form), as: manager)
        guard let id = outcome.temporaryID else { throw Missing() }
        thing.id = id.canonical
        return thing
    }

    private func blankID(of member: Membership) async throws -> String {
        try await runner.run(ReserveTemporaryIDs(count: 1), as: member)[0].canonical
    }

    private func registrationCase(of manager: Membership) async throws -> Thing {
        var thing = try await worker(of: manager)
        let cases = try await runner.run(ListCases(maximum: 500), as: manager)
        guard let found = cases.first(where: { $0.temporaryID?.canonical == thing.id }) else { throw Missing() }
        (thing.other, thing.id) = (thing.id, found.caseID.description)
        return thing
    }

    private func vaccination(at side: Side) async throws -> String {
        let worker = try await worker(of: side.manager)
        let dose = DoseForm(product: "Comirnaty", givenAt: "2026-01-10", batch: "FF2589")
        let recorded = try await runner.run(
            RecordVaccination(.temporaryID(worker.id), dose), as: side.vaccinator)
        return recorded.vaccinationID.description
    }

    private func upload(by member: Membership) async throws -> String {
        let worker = nothing()
        let lines = "surname,dob,ods\n\(worker.name),\(worker.birthDate),VL0AA\n"
        let own = "surname,dob\n\(worker.name),\(worker.birthDate)\n"
        let text = member.role == .administrator ? lines : own
        let outcome = try await runner.run(EnrolFile(try EnrolmentFile(csv: Array(text.utf8))), as: member)
        guard let upload = outcome.upload else { throw Missing() }
        return upload.description
    }

    private func merge(of manager: Membership) async throws -> String {
        let ids = try await [worker(of: manager).id, worker(of: manager).id].map { try TemporaryID(parsing: $0) }
        let merged = try await runner.run(
            MergePeople(.temporaryID(ids[0]), .temporaryID(ids[1]), reason: "told"), as: members.steward)
        return merged.merge.description
    }

    private func review(of manager: Membership) async throws -> String {
        let ids = try await [worker(of: manager).id, worker(of: manager).id].map { try TemporaryID(parsing: $0) }
        let review = ReviewID()
        try await service.test.database.write(.acting(as: members.steward)) { session in
            let people = try ids.compactMap { try session.holder(of: $0)?.person }.sorted()
            let evidence = PairEvidence(score: 21, rule: "", reasons: ["same birth date"], vetoes: [])
            try session.open([NewReview(.duplicate, people[0], other: people[1], match: evidence, id: review)])
        }
        return review.description
    }

    private func decidedReview(of manager: Membership) async throws -> DecideReview.Outcome {
        guard let review = ReviewID(postgresText: try await review(of: manager)) else { throw Missing() }
        return try await runner.run(DecideReview(review, .different, reason: "twins"), as: members.steward)
    }

    private func enter(_ number: String, for worker: Thing) async throws {
        // Nobody knows it, so that another steward confirms it.
        let entered = try await runner.run(
            EnterNumber(
                .temporaryID(try TemporaryID(parsing: worker.id)), try NHSNumber(parsing: number), reason: "a letter",
                acceptsTestNumbers: true), as: members.steward)
        guard let review = entered.review else { throw Missing() }
        _ = try await runner.run(
            DecideReview(review, .confirm, reason: "a letter"),
            as: try await Members.operatorAccount(in: service.test, as: .steward))
    }

    private func run() async throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(path: "outreach-access-\(UUID().uuidString).csv")
        let lines = "ref_id,nhs_number,given_name,family_name,date_of_birth\nP1,9990000018,Zed,Zulu,1931-03-04\n"
        try Data(lines.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        _ = try await runner.run(LoadReference(url, acceptsTestNumbers: true), as: members.steward)
        let report = try await Reconcile(database: service.test.database, runner: runner).run(as: members.steward)
        guard let run = report.run else { throw Missing() }
        return run.description
    }

    private func deadJob() async throws -> String {
        let job = try await service.test.database.write(.queueing) { try $0.enqueue(NewJob(.reconcile)).id }
        try await service.test.script(
            "UPDATE job SET state = 'dead', attempt = 1, finished_at = now() WHERE job_id = '\(job)'")
        return job.description
    }

    private func account(at code: ODSCode) async throws -> String {
        let signIn = "\(nothing().name.lowercased())@example.org"
        _ = try await runner.run(
            AddAccount(signIn: try SignIn(parsing: signIn), name: "New", role: .manager, odsCode: code),
            as: members.administrator)
        return signIn
    }

    // MARK: What has ended

    private func end(_ kind: Thing.Kind, _ thing: Thing, owner: Membership? = nil) async throws {
        switch kind {
        case .worker:
            _ = try await runner.run(RevokeTemporaryID(thing.id, reason: "misprint"), as: members.administrator)
        case .blankID: try await bind(thing)
        case .registrationCase:
            _ = try await runner.run(
                MoveCase(thing.id, .leaveEmployment, evidence: "told", seenVersion: nil), as: members.steward)
        case .vaccination:
            _ = try await runner.run(
                VoidVaccination(thing.id, reason: "misread", seenVersion: nil), as: members.steward)
        case .upload:
            guard let uuid = UUID(uuidString: thing.id) else { throw Missing() }
            _ = try await runner.run(UndoUpload(UploadID(uuid)), as: owner ?? members.manager)
        case .merge:
            guard let uuid = UUID(uuidString: thing.id) else { throw Missing() }
            _ = try await runner.run(UnmergePeople(.merge(MergeID(uuid)), reason: "told"), as: members.steward)
        case .run:
            guard let uuid = UUID(uuidString: thing.id) else { throw Missing() }
            _ = try await runner.run(UndoReconciliation(RunID(uuid)), as: members.steward)
        case .client: _ = try await runner.run(RevokeAPIClient(keyPrefix: thing.id), as: members.administrator)
        case .account:
            _ = try await runner.run(
                DisableAccount(signIn: try SignIn(parsing: thing.id)), as: members.administrator)
        case .retentionPlan:
            guard let uuid = UUID(uuidString: thing.id) else { throw Missing() }
            _ = try await runner.run(ApplyRetention(RetentionRunID(uuid)), as: members.administrator)
        case .review:
            guard let review = ReviewID(postgresText: thing.id) else { throw Missing() }
            _ = try await runner.run(DecideReview(review, .different, reason: "twins"), as: members.steward)
        case .decidedReview:
            guard let review = ReviewID(postgresText: thing.id) else { throw Missing() }
            _ = try await runner.run(UndoReview(review, reason: "one after all"), as: members.steward)
        case .exclusion:
            guard let exclusion = ExclusionID(postgresText: thing.id) else { throw Missing() }
            _ = try await runner.run(WithdrawExclusion(exclusion, reason: "one after all"), as: members.steward)
        case .numberChange:
            guard let change = NumberChangeID(postgresText: thing.id) else { throw Missing() }
            _ = try await runner.run(UndoNumberChange(change, reason: "hers"), as: members.steward)
        case .workerWithoutCard, .job, .employer, .nhsNumber, .traceBatch, .model: throw Missing()
        }
    }

    private func bind(_ blank: Thing) async throws {
        let worker = nothing()
        let form = WorkerForm([.familyName: worker.name, .birthDate: worker.birthDate])
        _ = try await runner.run(BindTemporaryID(blank.id, to: form, employer: "VL0AA"), as: members.administrator)
    }

    struct Missing: Error {}

    private final class Counter: Sendable {
        private let last = Mutex(0)

        func next() -> Int {
            last.withLock {
                $0 += 1
                return $0
            }
        }
    }
}

/// Who owns what: the first organisations, or the others.
private struct Side {
    let manager: Membership
    let vaccinator: Membership
    private let members: Members
    private let isForeign: Bool

    init(_ members: Members, isForeign: Bool) {
        self.members = members
        self.isForeign = isForeign
        manager = isForeign ? members.otherManager : members.manager
        vaccinator = isForeign ? members.otherVaccinator : members.vaccinator
    }

    /// Uploads and blank sheets belong to whoever made them.
    func owner(of kind: Thing.Kind, for role: Role) -> Membership {
        switch (kind, role, isForeign) {
        case (.upload, .administrator, false): members.administrator
        case (.blankID, .registrar, false): members.registrar
        case (.blankID, .registrar, true): members.otherRegistrar
        default: manager
        }
    }
}

import Foundation
import Linkage
import Operations
import OutreachCore
import Store
import TestDatabase
import Testing

/// Every operation, who may do it, and to what.
private func cells() throws -> [MatrixCell] {
    let administers: [Role: Reach] = [.administrator: .all]
    let lists: [Role: Reach] = [.administrator: .nothing]
    let enrols: [Role: Reach] = [.manager: .own, .administrator: .all]
    let uploads: [Role: Reach] = [.manager: .own, .administrator: .own]
    let checks: [Role: Reach] = [.vaccinator: .all, .steward: .all, .system: .all]
    let corrects: [Role: Reach] = [.vaccinator: .own, .steward: .all]
    let works: [Role: Reach] = [.registrar: .own, .steward: .all, .manager: .own]
    let cards: [Role: Reach] = [.manager: .own, .registrar: .own, .administrator: .all]
    let stewards: [Role: Reach] = [.steward: .nothing]
    let code = try ODSCode(parsing: "NEW01")
    let signIn = try SignIn(parsing: "new@example.org")
    return [
        MatrixCell(lists) { _ in AddOrganisation(odsCode: code, name: "New", kinds: [.site]) },
        MatrixCell(lists) { _ in LoadOrganisations([]) },
        MatrixCell(lists) { _ in ListOrganisations() },
        MatrixCell(administers) { AddAccount(signIn: signIn, name: "New", role: .manager, odsCode: $0.odsCode) },
        MatrixCell(administers) { RevokeRole(signIn: $0.signIn, role: .manager, odsCode: $0.odsCode) },
        MatrixCell(administers) { DisableAccount(signIn: $0.signIn) },
        MatrixCell(lists) { _ in ListAccounts() },
        MatrixCell(administers) { things in
            var generator = SystemRandomNumberGenerator()
            return AddAPIClient(
                name: "New", odsCode: things.odsCode, role: .system, days: 1, apiKey: APIKey(using: &generator))
        },
        MatrixCell(administers) { things in
            var generator = SystemRandomNumberGenerator()
            return RotateAPIClient(
                keyPrefix: things.keyPrefix, days: 1, overlapHours: 0, apiKey: APIKey(using: &generator))
        },
        MatrixCell(administers) { RevokeAPIClient(keyPrefix: $0.keyPrefix) },
        MatrixCell(lists) { _ in ListAPIClients() },
        MatrixCell([.auditor: .all]) { ExportAudit(person: $0.temporaryID.canonical) },
        MatrixCell([.auditor: .nothing]) { _ in VerifyAudit() },
        MatrixCell([.auditor: .all]) { ExportPerson(.temporaryID($0.temporaryID), reason: "asked for it") },
        MatrixCell([.steward: .all, .registrar: .own, .manager: .own]) { things in
            RectifyPerson(.temporaryID(things.temporaryID), WorkerForm([.town: "Otley"]), reason: "told")
        },
        MatrixCell(lists) { _ in PlanRetention() },
        MatrixCell(administers) { ApplyRetention($0.retention) },
        MatrixCell([.auditor: .nothing]) { _ in SealAudit() },
        MatrixCell([.auditor: .nothing]) { _ in SignAuditHeads(signer: nil) },
        MatrixCell(enrols) { things in
            EnrolWorker(
                WorkerForm([.familyName: "Kaur", .birthDate: "1990-01-01"]), employer: things.odsCode.canonical)
        },
        MatrixCell(
            enrols, count: { (file: EnrolFile.Outcome) in file.rows.count { $0.result != .refused } },
            { things in
                let lines = "surname,dob,ods\nKaur,1990-01-01,\(things.odsCode.canonical)\n"
                return EnrolFile(try EnrolmentFile(csv: Array(lines.utf8)))
            }),
        MatrixCell(uploads) { UndoUpload($0.upload) },
        MatrixCell(
            [.manager: .nothing, .administrator: .nothing], count: { (found: [Upload]) in found.count },
            { _ in ListUploads() }),
        MatrixCell([.manager: .nothing], count: { (lines: [ListWorkers.Line]) in lines.count }, { _ in ListWorkers() }),
        MatrixCell(checks) { CheckTemporaryID($0.temporaryID.canonical) },
        MatrixCell([.vaccinator: .nothing, .steward: .nothing, .system: .nothing]) { _ in ReportMissedLookups() },
        MatrixCell(checks) { ShowVaccination(VaccinationID(postgresText: $0.vaccination) ?? VaccinationID()) },
        MatrixCell(
            [.vaccinator: .all, .registrar: .own, .steward: .all, .manager: .own],
            count: { (found: FindPerson.Outcome) in found.candidates.count },
            { FindPerson(familyName: $0.familyName, givenNames: "Maria", birthDate: "1985-07-14") }),
        MatrixCell([.vaccinator: .all, .system: .all]) { things in
            RecordVaccination(
                .temporaryID(things.temporaryID.canonical),
                DoseForm(product: "Comirnaty", givenAt: "2026-06-01", batch: "FF2589"))
        },
        MatrixCell(corrects) { AmendVaccination($0.vaccination, DoseForm(batch: "FF2590"), reason: "misread") },
        MatrixCell(corrects) { VoidVaccination($0.vaccination, reason: "misread") },
        MatrixCell(
            [.registrar: .nothing, .steward: .nothing, .manager: .nothing],
            count: { (found: [ListCases.Line]) in found.count },
            { _ in ListCases() }),
        MatrixCell(enrols) { IssueTemporaryID(to: $0.revokedID.canonical) },
        MatrixCell(enrols) { RevokeTemporaryID($0.temporaryID.canonical, reason: "misprint") },
        MatrixCell(cards) { ReplaceTemporaryID($0.temporaryID.canonical) },
        MatrixCell([.manager: .nothing, .vaccinator: .nothing, .registrar: .nothing, .administrator: .nothing]) { _ in
            ReserveTemporaryIDs(count: 1)
        },
        MatrixCell(cards) { things in
            BindTemporaryID(
                things.blankID.canonical, to: WorkerForm([.familyName: "Kaur", .birthDate: "1990-01-01"]),
                employer: things.odsCode.canonical)
        },
        MatrixCell(cards) { PrintCards(.ids([$0.temporaryID.canonical])) },
        MatrixCell(stewards) { _ in LoadReference(try MatrixWorld.reference(), acceptsTestNumbers: true) },
        MatrixCell(stewards) { _ in ChangeReference(try MatrixWorld.reference(), acceptsTestNumbers: true) },
        MatrixCell(stewards) { _ in ListReferences() },
        MatrixCell(stewards) { _ in ListRuns() },
        MatrixCell([.steward: .all]) { ShowRun($0.run) },
        MatrixCell([.steward: .all]) { ListDecisions($0.run) },
        MatrixCell([.steward: .all]) { ShowRunGroups($0.run) },
        MatrixCell(stewards) { _ in ListModels() },
        MatrixCell(stewards) { _ in ListActivations() },
        MatrixCell([.steward: .all]) { ShowModel(.id($0.model)) },
        MatrixCell(stewards) { _ in
            AddModel(MatchModel.standardText.replacing("automatic 12", with: "automatic 19"), label: "trial")
        },
        MatrixCell([.steward: .all]) { ApproveModel(.id($0.model), reason: "compared") },
        MatrixCell([.steward: .all]) { RollBackModel(to: .id($0.earlierModel), reason: "a false merge") },
        MatrixCell(stewards) { _ in ListMerges() },
        MatrixCell([.steward: .all]) { UndoReconciliation($0.run) },
        MatrixCell(stewards) { _ in RequestReconciliation() },
        MatrixCell([.administrator: .nothing, .steward: .nothing]) { _ in ListJobs() },
        MatrixCell([.administrator: .all, .steward: .all]) { ShowJob($0.job) },
        MatrixCell([.administrator: .all, .steward: .all]) { RetryJob($0.job) },
        MatrixCell(stewards, count: { (found: [MessageLine]) in found.count }, { _ in ListMessages() }),
        MatrixCell([.steward: .all]) { ResendMessage($0.message) },
        MatrixCell([.steward: .all]) { things in
            MergePeople(.temporaryID(things.temporaryID), .temporaryID(things.revokedID), reason: "told")
        },
        MatrixCell([.steward: .all]) { things in
            UnmergePeople(
                .people(.temporaryID(things.mergedIDs[0]), .temporaryID(things.mergedIDs[1])), reason: "told")
        },
        MatrixCell(stewards) { _ in StartTraceBatch() },
        MatrixCell([.steward: .all]) { ExportTraceBatch($0.traceBatch) },
        MatrixCell(stewards) { _ in
            let header = "UNIQUE REFERENCE,ERROR/SUCCESS_CODE,MATCHED_NHS_NO,MATCHED_ALGORITHM_INDICATOR"
            return ImportTraceBatch(Array((header + ",MATCHED_CONFIDENCE_PERCENTAGE\n").utf8))
        },
        MatrixCell(stewards) { _ in ListReviews() },
        MatrixCell([.steward: .all]) { ShowReview($0.review) },
        MatrixCell([.steward: .all]) { AssignReview($0.review) },
        MatrixCell([.steward: .all]) { ReleaseReview($0.review) },
        MatrixCell([.steward: .all]) { DecideReview($0.review, .different, reason: "twins") },
        MatrixCell([.steward: .all]) { UndoReview($0.decidedReview, reason: "one after all") },
        MatrixCell(stewards) { _ in ReviewFigures() },
        MatrixCell(stewards) { _ in ListExclusions() },
        MatrixCell([.steward: .all]) { things in
            DeclareExclusion(
                .temporaryID(things.temporaryID), isNot: .person(.temporaryID(things.revokedID)), reason: "twins")
        },
        MatrixCell([.steward: .all]) { WithdrawExclusion($0.exclusion, reason: "one after all") },
        MatrixCell([.steward: .all]) { things in
            EnterNumber(
                .temporaryID(things.temporaryID), try NHSNumber(parsing: "9990000026"), reason: "a letter",
                acceptsTestNumbers: true)
        },
        MatrixCell([.steward: .all]) { CloseNumber($0.number, reason: "the mother's") },
        MatrixCell([.steward: .all]) { UndoNumberChange($0.numberChange, reason: "hers after all") },
        MatrixCell([.steward: .all, .registrar: .own]) { ShowPerson(.temporaryID($0.temporaryID)) },
        MatrixCell(works) { ShowCase($0.caseID) },
        MatrixCell(works) { MoveCase($0.temporaryID.canonical, .leaveEmployment, evidence: "told") },
    ]
}

@Suite struct `every operation by every role` {
    @Test func `reaches what it may, and what is foreign looks absent`() async throws {
        try await TestDatabase.with { test in
            let world = try await MatrixWorld.make(in: test)
            let runner = test.runner()
            for cell in try cells() {
                for role in Role.allCases {
                    let member = world.members[role]
                    let own = try await cell.answer(by: runner, as: member, on: world.own(of: role))
                    let foreign = try await cell.answer(by: runner, as: member, on: world.foreign)
                    let absent = try await cell.answer(by: runner, as: member, on: world.absent)
                    let found = Found(own: own, foreign: foreign, absent: absent)
                    #expect(found.fits(cell.reach[role]), "\(cell.type) by a \(role): \(found)")
                }
            }
        }
    }

    @Test func `stands in the table`() throws {
        let types = try Self.conformingTypes()
        #expect(Set(types.filter(\.isVisible).map(\.name)) == Set(try cells().map(\.type)))
        // Steps of a reconciliation, which nobody outside can ask for.
        for step in types where !step.isVisible {
            #expect(
                step.text.contains("static let roles: Set<Role> = [.steward]") || step.text.contains("Reconcile.roles"))
        }
    }

    /// The types of Sources/Operations that conform to Operation, with the text of their files.
    private static func conformingTypes() throws -> [(name: String, isVisible: Bool, text: String)] {
        let folder = TestServer.repository.appending(path: "Sources/Operations")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var types: [(name: String, isVisible: Bool, text: String)] = []
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /(package )?(?:struct|enum|class) (\w+): ([^{]*)/)
            where match.3.contains(/\b(?:Repeatable)?Operation\b/) {
                types.append((String(match.2), match.1 != nil, text))
            }
        }
        return types
    }

    @Test func `shows lists of one's own only`() async throws {
        try await TestDatabase.with { test in
            let world = try await MatrixWorld.make(in: test)
            let runner = test.runner()
            // The administrator enrolled one more worker at the first employer; two who are merged have one case.
            for (role, count) in [(Role.registrar, 4), (.steward, 7), (.manager, 4)] {
                let cases = try await runner.run(ListCases(), as: world.members[role])
                #expect(cases.count == count, "\(role)")
            }
            for member in [world.members.manager, world.members.administrator] {
                let uploads = try await runner.run(ListUploads(), as: member)
                #expect(uploads.count == 1)
            }
        }
    }
}

/// The answers about what is one's own, somebody else's, and nobody's.
private struct Found {
    let own: Answer
    let foreign: Answer
    let absent: Answer

    func fits(_ reach: Reach?) -> Bool {
        switch reach {
        case nil: [own, foreign, absent].allSatisfy { $0.isRefused(.notPermitted) }
        case .nothing: own.isDone && own == foreign && own == absent
        case .own: own.isDone && isMiss(absent) && foreign == absent
        case .all: own.isDone && foreign.isDone && isMiss(absent)
        }
    }

    private func isMiss(_ answer: Answer) -> Bool { answer == .done(0) || answer.isRefused(.notFound) }
}

extension Answer {
    fileprivate var isDone: Bool {
        if case .done(let count) = self { count > 0 } else { false }
    }

    fileprivate func isRefused(_ code: Refusal.Code) -> Bool {
        if case .refused(let refusal) = self { refusal.code == code } else { false }
    }
}

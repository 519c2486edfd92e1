import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase

/// Two of everything, and one of what was never there.
struct MatrixWorld: Sendable {
    let members: Members
    private let one: Things
    private let other: Things
    /// An upload of the operator itself, whose only worker is at the first employer.
    private let operatorsUpload: UploadID
    let absent: Things

    static func make(in test: TestDatabase) async throws -> MatrixWorld {
        let members = try await Members.make(in: test)
        let runner = test.runner()
        let one = try await Side(members.employer, "manager", members.manager, members.vaccinator, "Garcia")
            .things(by: runner, members.administrator, in: test)
        let other = try await Side(
            members.otherEmployer, "other-manager", members.otherManager, members.otherVaccinator, "Okafor"
        ).things(by: runner, members.administrator, in: test)
        let file = try EnrolmentFile(csv: Array("surname,dob,ods\nSilva,1970-02-03,VL0AA\n".utf8))
        let upload = try await runner.run(EnrolFile(file), as: members.administrator).upload
        var generator = SystemRandomNumberGenerator()
        let absent = Things(
            odsCode: try ODSCode(parsing: "NOBODY"), area: "NOWHERE",
            signIn: try SignIn(parsing: "nobody@example.org"), keyPrefix: "00000000", familyName: "Nobody",
            temporaryID: .random(using: &generator), caseID: CaseID().description,
            vaccination: VaccinationID().description, upload: UploadID())
        return MatrixWorld(
            members: members, one: one, other: other, operatorsUpload: upload ?? UploadID(), absent: absent)
    }

    /// What belongs to the member of ``members`` in this role.
    func own(of role: Role) -> Things {
        guard role == .administrator else { return one }
        return Things(
            odsCode: one.odsCode, area: one.area, signIn: one.signIn, keyPrefix: one.keyPrefix,
            familyName: one.familyName, temporaryID: one.temporaryID, caseID: one.caseID,
            vaccination: one.vaccination, upload: operatorsUpload)
    }

    var foreign: Things { other }
}

/// An employer with a worker who came by a file, and the site that gave the worker a dose.
private struct Side: Sendable {
    let employer: Organisation
    let signIn: String
    let manager: Membership
    let vaccinator: Membership
    let familyName: String

    init(
        _ employer: Organisation, _ signIn: String, _ manager: Membership, _ vaccinator: Membership, _ family: String
    ) {
        self.employer = employer
        self.signIn = signIn
        self.manager = manager
        self.vaccinator = vaccinator
        familyName = family
    }

    func things(
        by runner: OperationRunner, _ administrator: Membership, in test: TestDatabase
    ) async throws -> Things {
        let file = try EnrolmentFile(csv: Array("surname,first name,dob\n\(familyName),Maria,1985-07-14\n".utf8))
        let enrolled = try await runner.run(EnrolFile(file), as: manager)
        guard let id = enrolled.rows.first?.temporaryID, let upload = enrolled.upload,
            let registration = try await runner.run(ListCases(), as: manager).first
        else { throw Missing() }
        let dose = DoseForm(product: "Comirnaty", givenAt: "2026-01-10", batch: "FF2589")
        let recorded = try await runner.run(RecordVaccination(.temporaryID(id.canonical), dose), as: vaccinator)
        var generator = SystemRandomNumberGenerator()
        let key = APIKey(using: &generator)
        _ = try await runner.run(
            AddAPIClient(name: "Rota", odsCode: employer.odsCode, role: .system, days: 1, apiKey: key),
            as: administrator)
        return Things(
            odsCode: employer.odsCode, area: employer.area ?? "",
            signIn: try SignIn(parsing: "\(signIn)@example.org"), keyPrefix: key.prefix, familyName: familyName,
            temporaryID: id, caseID: registration.caseID.description,
            vaccination: recorded.vaccinationID.description, upload: upload)
    }

    struct Missing: Error {}
}

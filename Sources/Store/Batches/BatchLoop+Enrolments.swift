package import OutreachCore
package import Postgres

/// What an enrolment of one worker is decided by, before anything is locked.
package struct EnrolmentStanding: Sendable {
    package let employer: Organisation
    package let candidates: [RegisterCandidate]
    /// The id of the model in use.
    package let model: String
    /// What the decision rests on: it is compared under the locks.
    let basis: String

    /// - Returns: `nil` where an ordinary enrolment has to look closer: the key was used, the employer is none or out of
    ///   reach, its reference is taken, or it employs somebody who may be the worker.
    init?(_ answer: BatchAnswer) throws {
        let employer = try answer.first { row -> Organisation? in
            guard let _: OrganisationID = try row.optional("organisation_id") else { return nil }
            return try row.value("is_reference_taken") ? nil : try Organisation(row: row)
        }
        guard case let employer?? = employer, let basis = try answer.first({ try $0.value("basis", as: String.self) }),
            let model = try answer.first({ try $0.optional("model_id", as: String.self) }) ?? nil
        else { return nil }
        var isEmployedHere = false
        candidates = try answer.all { row -> RegisterCandidate? in
            guard let _: PersonID = try row.optional("person_id") else { return nil }
            if try row.value("is_employed_here") { isEmployedHere = true }
            return try RegisterCandidate(row: row)
        }.compactMap(\.self)
        if isEmployedHere { return nil }
        (self.employer, self.basis, self.model) = (employer, basis, model)
    }
}

/// A worker who was found to be new; its properties are the parts of the object that `enrol_workers` reads.
package struct NewWorker: Encodable, Sendable {
    let personId: PersonID
    let temporaryId: String
    let employment: NewEmployment
    let details: PersonDetailsRow
    let `case`: NewCase
    let audit: [String: String]
    let requestSha256: String?
    let response: String

    package init(
        _ person: PersonID, _ details: PersonDetails, id: TemporaryID, employment: NewEmployment,
        registration: NewCase, audit: AuditEntry, claim: IdempotencyKey, response: String
    ) {
        personId = person
        temporaryId = id.canonical
        self.employment = employment
        self.details = PersonDetailsRow(person, version: 1, details)
        self.case = registration
        self.audit = audit.details
        requestSha256 = claim.requestSHA256.postgresText
        self.response = response
    }
}

extension BatchLoop {
    /// What the enrolment of a worker at an employer is decided by.
    package func enrolmentStanding(
        at employer: ODSCode, reference: String?, keys: [Int64], for member: Membership, key: String
    ) async throws -> Permitted<EnrolmentStanding?> {
        let answer = try await send(
            .query("batch/read_enrolments"), member.account, member.organisation, member.role, key, employer, reference,
            PostgresArray(keys))
        return try answer.permitted { try EnrolmentStanding(answer) }
    }

    /// Patients of the active reference who share a blocking key: for comparing only.
    package func referenceCandidates(sharing keys: [Int64]) async throws -> [ReferencePatient] {
        try await send(.query("batch/read_reference_candidates"), PostgresArray(keys)).all(ReferencePatient.init(row:))
    }

    /// Writes a new worker with everything that belongs to one, and answers whether it was written: not where something
    /// that the decision rests on has changed or is changing.
    package func enrol(
        _ worker: NewWorker, reference: String?, keys: [Int64], on standing: EnrolmentStanding, for member: Membership,
        key: String
    ) async throws -> Permitted<Bool> {
        let answer = try await send(
            .query("batch/enrol_workers"), member.account, member.organisation, member.role, key, standing.employer.id,
            reference, PostgresArray(keys), standing.basis, try JSONRows(one: worker))
        return try answer.permitted { try answer.first { try $0.value("is_done", as: Bool.self) } ?? false }
    }
}

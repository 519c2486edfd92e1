package import OutreachCore
package import Postgres

/// Whoever is to get a dose, as a decision about it sees them before anything is locked.
package struct RecipientFile: Sendable {
    package let file: GroupFile
    /// What the decision rests on: it is compared under the lock.
    let basis: String
}

/// A dose that was decided on; its properties are the parts of the object that `record_doses` reads.
package struct DecidedDose: Encodable, Sendable {
    package let version: NewVaccinationVersion
    package let nhsNumber: String?
    package let audit: [String: String]
    package let requestSha256: String?
    package let response: String

    package init(
        _ version: NewVaccinationVersion, number: NHSNumber?, audit: AuditEntry, claim: IdempotencyKey, response: String
    ) {
        self.version = version
        nhsNumber = number?.digits
        self.audit = audit.details
        requestSha256 = claim.requestSHA256.postgresText
        self.response = response
    }
}

extension BatchLoop {
    /// Whoever holds an ID; `nil` where nobody does, or where the key was used before.
    package func recipient(
        _ id: TemporaryID, for member: Membership, key: String
    ) async throws -> Permitted<RecipientFile?> {
        let answer = try await send(
            .query("batch/read_recipients"), member.account, member.organisation, member.role, key, id)
        return try answer.permitted {
            guard let file = try GroupFile(answer),
                let basis = try answer.first({ try $0.value("basis", as: String.self) })
            else { return nil }
            return RecipientFile(file: file, basis: basis)
        }
    }

    /// Writes a dose with everything that belongs to it, and answers whether it was written: not where something that
    /// the decision rests on has changed or is changing.
    package func record(
        _ dose: DecidedDose, presenting id: TemporaryID, of recipient: RecipientFile, for member: Membership,
        key: String
    ) async throws -> Permitted<Bool> {
        let file = recipient.file
        let answer = try await send(
            .query("batch/record_doses"), member.account, member.organisation, member.role, key, id, file.holder.state,
            recipient.basis, PostgresArray(file.group.members), try JSONRows(one: dose))
        return try answer.permitted { try answer.first { try $0.value("is_done", as: Bool.self) } ?? false }
    }
}

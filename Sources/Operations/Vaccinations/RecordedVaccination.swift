internal import OutreachCore
import Postgres
package import Store

/// A vaccination that is about to get another version, locked with the group of its person.
struct RecordedVaccination {
    let latest: Vaccination
    let group: PersonGroup
}

extension Session {
    /// Finds a vaccination that the member may change and locks the group of its person.
    ///
    /// - Parameters:
    ///   - text: the vaccination's id as typed.
    ///   - seen: the version that whoever asks has before them, where they say so.
    ///   - member: who asks.
    ///   - action: the operation, for the audit trail.
    /// - Returns: the newest version, which the next one follows.
    /// - Throws: ``AuditedRefusal``: another site's vaccination looks like one that is not there.
    func lockVaccination(
        _ text: String, seen: Int?, by member: Membership, for action: String
    ) throws -> RecordedVaccination {
        guard let id = VaccinationID(postgresText: text) else {
            throw Refusal.invalid([
                FieldProblem(
                    field: "vaccination", code: "vaccination_not_an_id",
                    message: "Enter the vaccination's id as it was shown when the dose was recorded.")
            ])
        }
        let missed = AuditedRefusal(.notFound("vaccination"), audit: AuditEntry(action + "_missed"))
        guard let person = try versions(of: id).last?.person, let group = try lockGroup(of: person),
            // Read under the lock: the newest version is the one that the next follows.
            let latest = try versions(of: id).last,
            member.role == .steward || latest.site == member.organisation
        else { throw missed }
        try Self.refuse(latest, seen: seen, for: action)
        return RecordedVaccination(latest: latest, group: group)
    }

    private static func refuse(_ latest: Vaccination, seen: Int?, for action: String) throws(AuditedRefusal) {
        let refusal: Refusal? =
            if latest.status == .void {
                Refusal(.conflict, "This vaccination is void. Record the dose anew if it was given.")
            } else if let seen, seen != latest.version {
                Refusal(
                    .changedMeanwhile, "Somebody has changed this vaccination since you saw it. Look at it again.")
            } else {
                nil
            }
        guard let refusal else { return }
        throw AuditedRefusal(
            refusal,
            audit: .vaccination(action + "_refused", latest.id, version: latest.version, of: latest.person))
    }
}

/// What became of a vaccination: identifiers only, so that the answer can be kept.
package struct VaccinationChange: Hashable, Codable, Sendable {
    package let vaccinationID: VaccinationID
    package let version: Int
    package let doseNumber: Int
    package let notes: [DoseNote]
}

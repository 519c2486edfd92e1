import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase
import Testing

private let comirnaty = DoseForm(product: "Comirnaty", batch: "FF2589")

@Suite struct `Changing a vaccination` {
    private func amend(
        _ clinic: Clinic, _ id: VaccinationID, _ changes: DoseForm, seen: Int? = nil, by member: Membership? = nil
    ) async throws -> VaccinationChange {
        try await clinic.runner().run(
            AmendVaccination(id.description, changes, reason: "misread", seenVersion: seen),
            as: member ?? clinic.members.vaccinator)
    }

    private func void(
        _ clinic: Clinic, _ id: VaccinationID, seen: Int? = nil, by member: Membership? = nil
    ) async throws -> VaccinationChange {
        try await clinic.runner().run(
            VoidVaccination(id.description, reason: "wrong person", seenVersion: seen),
            as: member ?? clinic.members.vaccinator)
    }

    @Test func `an amendment is a new version, and the one before stays readable`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let recorded = try await clinic.record(worker, comirnaty)
            let amended = try await amend(clinic, recorded.vaccinationID, DoseForm(batch: "FF2590"))
            #expect(amended.version == 2)
            let versions = try await clinic.test.database.read(.acting(as: clinic.members.steward)) { session in
                try session.versions(of: recorded.vaccinationID)
            }
            #expect(versions.map { $0.dose.batch?.canonical } == ["FF2589", "FF2590"])
            #expect(versions.map(\.status) == [.recorded, .amended])
            let messages = try await clinic.texts(
                "SELECT action || version AS text FROM notification WHERE recipient = 'practice' ORDER BY place")
            #expect(messages == ["new1", "update2"])
        }
    }

    @Test func `the natural key follows an amendment`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let recorded = try await clinic.record(worker, comirnaty)
            _ = try await amend(clinic, recorded.vaccinationID, DoseForm(givenAt: "2026-11-19"))
            let again = try await clinic.record(worker, DoseForm(product: "Comirnaty", givenAt: "2026-11-19"))
            #expect(again.result == .alreadyRecorded)
            #expect(again.vaccinationID == recorded.vaccinationID)
        }
    }

    @Test func `an amendment meets the rules where it changes what they look at, and only there`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let first = try await clinic.record(worker, comirnaty, on: "2026-10-01")
            try await clinic.record(worker, DoseForm(product: "Comirnaty", overrideReason: "leaving"), on: "2026-10-15")
            let batch = try await amend(clinic, first.vaccinationID, DoseForm(batch: "FF2590"))
            #expect(batch.version == 2)
            let moved = await refusal {
                try await amend(clinic, first.vaccinationID, DoseForm(givenAt: "2026-10-02"))
            }
            #expect(moved?.code == .conflict)
            let onto = await refusal {
                try await amend(clinic, first.vaccinationID, DoseForm(givenAt: "2026-10-15"))
            }
            #expect(onto?.sentence.contains("another dose of that day") == true)
            let same = await refusal { try await amend(clinic, first.vaccinationID, DoseForm(batch: "FF2590")) }
            #expect(same?.code == .invalid)
        }
    }

    @Test func `a void dose can be recorded again, as another event`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let recorded = try await clinic.record(worker, comirnaty)
            let voided = try await void(clinic, recorded.vaccinationID)
            #expect(voided.version == 2)
            let again = try await clinic.record(worker, comirnaty)
            #expect(again.result == .recorded)
            #expect(again.vaccinationID != recorded.vaccinationID)
            #expect(again.doseNumber == 1)
            let twice = await refusal { try await void(clinic, recorded.vaccinationID) }
            #expect(twice?.code == .conflict)
            let messages = try await clinic.texts(
                "SELECT action || version AS text FROM notification WHERE recipient = 'practice' ORDER BY place")
            #expect(messages == ["new1", "delete2", "new1"])
        }
    }

    @Test func `whoever saw an older version changes nothing`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let recorded = try await clinic.record(worker, comirnaty)
            _ = try await amend(clinic, recorded.vaccinationID, DoseForm(batch: "FF2590"), seen: 1)
            let stale = await refusal {
                try await amend(clinic, recorded.vaccinationID, DoseForm(batch: "FF2591"), seen: 1)
            }
            #expect(stale?.code == .changedMeanwhile)
            let staleVoid = await refusal { try await void(clinic, recorded.vaccinationID, seen: 1) }
            #expect(staleVoid?.code == .changedMeanwhile)
        }
    }

    @Test func `another site's vaccination looks absent, a steward may change it`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let recorded = try await clinic.record(worker, comirnaty)
            let foreign = await refusal {
                try await amend(
                    clinic, recorded.vaccinationID, DoseForm(batch: "X1"), by: clinic.members.otherVaccinator)
            }
            let absent = await refusal {
                try await amend(clinic, VaccinationID(), DoseForm(batch: "X1"), by: clinic.members.otherVaccinator)
            }
            #expect(foreign?.code == .notFound)
            #expect(foreign == absent)
            let foreignVoid = await refusal {
                try await void(clinic, recorded.vaccinationID, by: clinic.members.otherVaccinator)
            }
            #expect(foreignVoid == absent)
            let steward = try await amend(
                clinic, recorded.vaccinationID, DoseForm(batch: "X1"), by: clinic.members.steward)
            #expect(steward.version == 2)
        }
    }

    @Test func `six parallel amendments of the version seen make one`() async throws {
        try await Clinic.with { clinic in
            let worker = try await clinic.enrol()
            let recorded = try await clinic.record(worker, comirnaty)
            let changed = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        let answer = await refusal {
                            try await amend(clinic, recorded.vaccinationID, DoseForm(batch: "B\(number)"), seen: 1)
                        }
                        return answer == nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let versions = try await clinic.texts("SELECT version::text AS text FROM vaccination_version")
            #expect(changed == 1)
            #expect(versions.count == 2)
        }
    }
}

import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase

extension Clinic {
    func merge(_ one: Worker, _ other: Worker) -> MergePeople {
        MergePeople(.temporaryID(one.id), .temporaryID(other.id), reason: "same passport")
    }

    @discardableResult
    func mergePeople(_ one: Worker, _ other: Worker) async throws -> MergePeople.Outcome {
        try await runner().run(merge(one, other), as: members.steward)
    }

    @discardableResult
    func unmergePeople(_ one: Worker, _ other: Worker) async throws -> UnmergePeople.Outcome {
        try await runner().run(
            UnmergePeople(.people(.temporaryID(one.id), .temporaryID(other.id)), reason: "two sisters"),
            as: members.steward)
    }

    func history(of worker: Worker) async throws -> PersonHistory {
        try await runner().run(ShowPerson(.temporaryID(worker.id)), as: members.steward)
    }

    /// What is kept of a person's own, merges and what follows from them left out: the mark of being merged as well.
    func ownHistory(of worker: Worker) async throws -> [PersonHistory.Table: [HistoryEntry]] {
        let history = try await history(of: worker)
        return history.entries.filter { ![.person, .personMerge, .personLink].contains($0.key) }
            .mapValues { rows in rows.filter { $0["person_id"] == .text(worker.person.description) } }
    }

    /// Puts these into the register in one transaction.
    func enrol(together people: [Made]) async throws -> [Worker] {
        let described = try people.map { try $0.details }
        return try await test.database.write(.acting(as: members.manager)) { session in
            var generator = SystemRandomNumberGenerator()
            let ids = try session.drawTemporaryIDs(described.count, using: &generator)
            let workers = ids.map { Worker(person: PersonID(), id: $0) }
            try session.addPeople(workers.map(\.person))
            try session.add(
                workers.map {
                    NewEmployment(
                        person: $0.person, id: EmploymentID(), employer: members.employer.id, employerReference: nil,
                        jobRole: "carer", cohort: .careHomes, startedOn: nil)
                })
            try session.addDetails(
                zip(workers, described).map { (id: $0.person, version: 1, details: $1) }, reason: "enrolled")
            try session.open(workers.map { NewIdentifier($0.id, for: $0.person) })
            try session.open(
                workers.map {
                    NewCase(person: $0.person, employer: members.employer.id, state: .enrolled, dueOn: nil)
                })
            return workers
        }
    }
}

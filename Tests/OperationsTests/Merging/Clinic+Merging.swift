import Operations
import OutreachCore
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
}

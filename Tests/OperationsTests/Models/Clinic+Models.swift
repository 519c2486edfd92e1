import Foundation
import Linkage
import Operations
import OutreachCore
import Postgres
import Store
import Synchronization
import TestDatabase
import Testing

extension Clinic {
    /// A model with the shipped weights and other thresholds.
    static func model(automatic: Double, review: Double) throws -> MatchModel {
        try MatchModel.standard.with(automatic: automatic, review: review)
    }

    /// A model by which half of all pairs of strangers agree in everything, and which is content with that.
    static func modelThatTellsNothing() throws -> MatchModel {
        let standard = MatchModel.standard
        let levels = standard.levels.mapValues { levels in
            levels.map { MatchModel.Level(m: $0.m, u: max($0.u, 0.5), r: $0.r, observations: $0.observations) }
        }
        return try MatchModel(
            levels: levels, housemates: standard.housemates, streetCollision: standard.streetCollision,
            automatic: -60, review: -70)
    }

    /// Adds a model as one steward and approves it as another.
    @discardableResult
    func takeIntoUse(_ model: MatchModel) async throws -> String {
        let added = try await add(model)
        _ = try await runner().run(
            ApproveModel(.id(added), reason: "compared"), as: try await colleague("approver-\(added.prefix(4))"))
        return added
    }

    func add(_ model: MatchModel, by member: Membership? = nil) async throws -> String {
        try await runner().run(
            AddModel(model.text, label: "trial", trainedFrom: "files of March"), as: member ?? members.steward
        ).model
    }

    @discardableResult
    func rollBack(to model: String? = nil) async throws -> ModelChange {
        try await runner().run(
            RollBackModel(to: model.map { .id($0) }, reason: "a false merge"), as: members.steward)
    }

    /// The model in use, and every one that was before it.
    func modelsInUse() async throws -> [String] {
        try await runner().run(ListActivations(), as: members.steward).map(\.modelID)
    }

    /// A model of a program that compares what this one does not know, in use.
    func useModelOfAnotherProgram() async throws -> String {
        let text = MatchModel.standardText.replacing("outreach-match-model 2", with: "outreach-match-model 9")
        let id = "encode(sha256(convert_to('\(text)', 'UTF8')), 'hex')"
        try await test.script(
            """
            INSERT INTO match_model (model_id, text, name, notes, trained_from, added_by)
            VALUES (\(id), '\(text)', 'newer', '', '', NULL);
            INSERT INTO match_model_activation (activation, model_id, kind, reason, activated_by)
            SELECT max(activation) + 1, \(id), 'release', 'newer', NULL FROM match_model_activation
            """)
        return try await texts("SELECT model_id AS text FROM match_model WHERE name = 'newer'")[0]
    }
}

/// Holds a lock on a table until it is let go.
final class HeldTable: Sendable {
    private let release = DispatchSemaphore(value: 0)
    private let last = Mutex("")

    /// Calls `body` while nobody can read the table.
    static func with(
        _ table: String, of test: TestDatabase, _ body: (HeldTable) async throws -> Void
    ) async throws {
        let held = HeldTable()
        async let lock: Void = test.database.write(.owning) { session in
            try session.execute(Query(name: "test", text: "LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE"))
            // On the connection's own thread.
            held.release.wait()
            let last = held.last.withLock { $0 }
            if !last.isEmpty { try session.execute(Query(name: "test", text: last)) }
        }
        do {
            try await body(held)
        } catch {
            held.letGo()
            throw error
        }
        held.letGo()
        try await lock
    }

    /// Lets go of it, after a statement that nobody who waits has seen.
    func letGo(after statement: String = "") {
        last.withLock { $0 = $0.isEmpty ? statement : $0 }
        release.signal()
    }
}

/// Waits until a query answers something.
func until(_ query: String, in clinic: Clinic) async throws {
    for _ in 0..<2_000 {
        if try await !clinic.test.texts(query).isEmpty { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("never: \(query)")
}

import Foundation
import Hummingbird
import Operations
import OutreachCore
import Store

extension Endpoint {
    /// What the records team does: references, runs, merges.
    static let stewards: [Endpoint] = [
        Endpoint(.post, "/references", LoadReference.self, limit: .imports) { exchange in
            try exchange.requireType("text/csv")
            return try await exchange.withSpooledBody(upTo: exchange.services.limits.referenceBytes) { file in
                let outcome = try await exchange.run(
                    LoadReference(file, source: "upload", acceptsTestNumbers: exchange.services.acceptsTestNumbers))
                return try Answer.json(outcome.wasActive ? .ok : .created, LoadedReference(outcome))
            }
        },
        Endpoint(.post, "/references/changes", ChangeReference.self, limit: .imports) { exchange in
            try exchange.requireType("text/csv")
            return try await exchange.withSpooledBody(upTo: exchange.services.limits.referenceBytes) { file in
                let outcome = try await exchange.run(
                    ChangeReference(
                        file, source: "upload", acceptsTestNumbers: exchange.services.acceptsTestNumbers))
                return try Answer.json(outcome.growth == nil ? .ok : .created, ChangedReference(outcome))
            }
        },
        Endpoint(.get, "/references", ListReferences.self) { exchange in
            try exchange.wholeList(try await exchange.run(ListReferences()).map(ShownReference.init))
        },
        Endpoint(.get, "/runs", ListRuns.self) { exchange in
            try await exchange.list(by: { (run: RunListing) in run.runID }) { after, size in
                try await exchange.run(ListRuns(after: after, maximum: size))
            }
        },
        Endpoint(.get, "/runs/{run_id}", ShowRun.self) { exchange in
            try Answer.json(.ok, try await exchange.run(ShowRun(try exchange.id("run_id", of: "run"))))
        },
        Endpoint(.get, "/runs/{run_id}/decisions", ListDecisions.self, limit: .lookup) { exchange in
            let run: RunID = try exchange.id("run_id", of: "run")
            let bands = try exchange.words("band", RunBand.self)
            let withWaterfall = try exchange.flag("waterfall")
            return try await exchange.list(by: { (line: ListDecisions.Line) in line.personID }) { after, size in
                try await exchange.run(
                    ListDecisions(run, bands: bands, withWaterfall: withWaterfall, after: after, maximum: size))
            }
        },
        Endpoint(.get, "/runs/{run_id}/groups", ShowRunGroups.self) { exchange in
            try exchange.wholeList(try await exchange.run(ShowRunGroups(try exchange.id("run_id", of: "run"))))
        },
        Endpoint(.post, "/runs/{run_id}/undo", UndoReconciliation.self) { exchange in
            let run: RunID = try exchange.id("run_id", of: "run")
            return try Answer.json(.ok, try await exchange.once(UndoReconciliation(run)))
        },
        Endpoint(.get, "/merges", ListMerges.self) { exchange in
            let onlyOpen = try exchange.flag("open")
            return try await exchange.list(by: { (merge: MergeListing) in merge.mergeID }) { after, size in
                try await exchange.run(ListMerges(onlyOpen: onlyOpen, after: after, maximum: size))
            }
        },
        Endpoint(.post, "/merges", MergePeople.self, limit: .lookup) { exchange in
            let request = try await exchange.read { (fields: inout JSONFields) -> MergePeople? in
                let (one, other) = (fields.person("one"), fields.person("other"))
                let reason = fields.requiredText("reason")
                guard let one, let other else { return nil }
                return MergePeople(one, other, reason: reason)
            }
            return try Answer.json(.created, OpenedMerge(try await exchange.once(request)))
        },
        Endpoint(.post, "/merges/{merge_id}/undo", UnmergePeople.self) { exchange in
            let merge: MergeID = try exchange.id("merge_id", of: "merge")
            let request = try await exchange.read { UnmergePeople(.merge(merge), reason: $0.requiredText("reason")) }
            return try Answer.json(.ok, UndoneMerge(try await exchange.once(request)))
        },
    ]
}

private struct LoadedReference: Encodable {
    let referenceID: ReferenceID
    let records: Int
    /// The same file was the active reference already.
    let wasActive: Bool

    init(_ outcome: LoadReference.Outcome) {
        referenceID = outcome.reference
        records = outcome.records
        wasActive = outcome.wasActive
    }
}

private struct ChangedReference: Encodable {
    let referenceID: ReferenceID
    /// The same file was taken before.
    let wasTaken: Bool
    let added: Int
    let replaced: Int
    let removed: Int

    init(_ outcome: ChangeReference.Outcome) {
        referenceID = outcome.reference
        wasTaken = outcome.growth == nil
        added = outcome.growth?.added ?? 0
        replaced = outcome.growth?.replaced ?? 0
        removed = outcome.growth?.removed ?? 0
    }
}

private struct ShownReference: Encodable {
    let referenceID: ReferenceID
    let records: Int
    let loadedAt: Date
    let retiredAt: Date?
    /// Of patients that a file of changes replaced: the reference that they were in.
    let replacedIn: ReferenceID?

    init(_ reference: ReferenceExtract) {
        referenceID = reference.id
        records = reference.recordCount
        loadedAt = reference.loadedAt
        retiredAt = reference.retiredAt
        replacedIn = reference.replacedIn
    }
}

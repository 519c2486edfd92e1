package import Foundation
package import Postgres

/// A merge as a list shows it: which two records, why, and whether it still stands.
package struct MergeListing: Encodable, Sendable {
    package let mergeID: MergeID
    package let personID: PersonID
    package let otherPersonID: PersonID
    /// The run that opened it; nothing where somebody did by hand.
    package let runID: RunID?
    package let rule: String
    package let reason: String
    package let openedAt: Date
    package let closedAt: Date?
    package let closeReason: String?

    fileprivate init(row: borrowing Row) throws {
        mergeID = try row.value("merge_id")
        personID = try row.value("person_id")
        otherPersonID = try row.value("other_person_id")
        runID = try row.optional("run_id")
        rule = try row.value("rule")
        reason = try row.value("reason")
        openedAt = try row.value("opened_at")
        closedAt = try row.optional("closed_at")
        closeReason = try row.optional("close_reason")
    }
}

extension Session {
    /// Merges, the latest first.
    package func merges(onlyOpen: Bool, after last: MergeID?, maximum: Int) throws -> [MergeListing] {
        try all(.query("merge/list"), onlyOpen, last, maximum, decode: MergeListing.init(row:))
    }
}

package import Foundation
package import Postgres

/// A file of enrolments that was taken.
package struct Upload: Codable, Sendable {
    package let id: UploadID
    package let rowCount: Int
    /// Rows that were not refused.
    package let enrolledCount: Int
    package let createdAt: Date
    package let undoneAt: Date?

    init(row: borrowing Row) throws {
        id = try row.value("upload_id")
        rowCount = try row.value("row_count")
        enrolledCount = try row.value("enrolled_count")
        createdAt = try row.value("created_at")
        undoneAt = try row.optional("undone_at")
    }
}

extension Session {
    /// Adds an upload; what became of its rows follows with them.
    package func addUpload(
        _ id: UploadID, sha256: [UInt8], rowCount: Int, enrolledCount: Int, isFinished: Bool = true
    ) throws {
        try execute(.query("upload/add"), id, sha256, rowCount, enrolledCount, isFinished)
    }

    /// Marks an upload as written whole.
    package func finishUpload(_ id: UploadID) throws {
        try execute(.query("upload/finish"), id)
    }

    /// The live upload of a file by the acting organisation, and whether it was written whole.
    package func upload(ofFile sha256: [UInt8]) throws -> (id: UploadID, isFinished: Bool)? {
        try first(.query("upload/find_by_file"), sha256) { row in
            (id: try row.value("upload_id"), isFinished: try row.value("is_finished"))
        }
    }

    /// What became of the rows of an upload, in their order.
    package func uploadRows<Value>(
        of upload: UploadID, decode: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        try all(.query("upload/list_rows"), upload, decode: decode)
    }

    /// The uploads of the acting organisation, latest first.
    package func uploads(atMost count: Int) throws -> [Upload] {
        try all(.query("upload/list"), count, decode: Upload.init(row:))
    }

    /// An upload of the acting organisation, locked until the transaction ends.
    package func lockUpload(_ id: UploadID) throws -> Upload? {
        try first(.query("upload/lock"), id, decode: Upload.init(row:))
    }

    /// Takes an upload back and answers the people whose enrolment is gone with it; others keep what relies on them.
    package func undoUpload(_ id: UploadID) throws -> (employments: Int, people: [PersonID]) {
        try execute(.query("upload/mark_undone"), id)
        let people = try all(.query("upload/list_people_nobody_relies_on"), id) { row in
            try row.value("person_id", as: PersonID.self)
        }
        try execute(.query("upload/withdraw_cases"), PostgresArray(people))
        try execute(.query("upload/revoke_identifiers"), PostgresArray(people))
        // Last: with its employment a manager loses sight of a person.
        let employments = try execute(.query("upload/withdraw_employments"), id)
        return (employments, people)
    }
}

internal import Foundation
internal import Postgres
internal import Store
internal import Tabular

/// A file of patients that somebody sends, whole or as changes.
struct ReferenceUpload: Sendable {
    let file: URL
    /// What the list of references calls it.
    let source: String
    /// Whether numbers that were never issued are taken: for tests and trials, not where patients are real.
    let acceptsTestNumbers: Bool

    init(_ file: URL, source: String?, acceptsTestNumbers: Bool) {
        self.file = file
        self.source = source ?? file.lastPathComponent
        self.acceptsTestNumbers = acceptsTestNumbers
    }

    /// A million rows with their keys take a few minutes on a small server, and changes may describe everybody anew.
    static let timeout = Duration.seconds(1_800)

    var sha256: [UInt8] { get throws { try FileChunks.sha256(of: file) } }

    /// Reads the file into the table that ends with the transaction, and answers how many rows it has.
    ///
    /// - Parameters:
    ///   - kind: what its rows are.
    ///   - session: the transaction.
    ///   - others: what is wrong with the rows once all are there.
    /// - Returns: the number of rows.
    /// - Throws: ``Refusal`` with everything that is wrong.
    func stage(
        _ kind: ReferenceFile.Kind, in session: borrowing Session,
        checking others: (borrowing Session) throws -> [TabularError] = { _ in [] }
    ) throws -> Int {
        var errors: [TabularError] = []
        let count = try session.stageReference { staging in
            errors = try ReferenceFile.read(file, kind, acceptsTestNumbers: acceptsTestNumbers) {
                try staging.write($0)
            }
        }
        errors += try session.repeatedReferenceRows().flatMap(ReferenceFile.errors(for:))
        errors += try others(session)
        if errors.isEmpty, count == 0 { errors = [ReferenceFile.emptyFile] }
        try ReferenceFile.refuse(errors)
        return count
    }
}

internal import CLibPQ

/// An answer of libpq, freed at the end of its life.
///
/// `@unchecked Sendable`: libpq never changes a result that it has handed out, and reading one is safe on any thread
/// (PostgreSQL documentation, section 34.20).
final class Answer: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }
    var rowCount: Int32 { PQntuples(pointer) }

    /// The number of rows that an INSERT, UPDATE, DELETE or COPY touched; 0 for other statements.
    var affectedRows: Int {
        PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// The command tag, for example `COMMIT` or `ROLLBACK`.
    var tag: String {
        PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
    }

    var sqlState: SQLState? {
        diagnostic("C").map(SQLState.init)
    }

    var constraint: String? {
        diagnostic("n")
    }

    /// A field of the error report by its one-letter code (PostgreSQL documentation, section 55.8).
    private func diagnostic(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(pointer, Int32(code.value)).map { String(cString: $0) }
    }
}

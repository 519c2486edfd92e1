internal import Postgres

/// What is kept of a failure: a code of ours or of PostgreSQL, never a text that may repeat somebody's data.
package func jobErrorCode(of error: any Error) -> String {
    let words =
        switch error {
        case let failure as any JobFailure: failure.jobErrorCode
        case let error as PostgresError:
            [error.kind.rawValue, error.sqlState?.code, error.constraint].compactMap(\.self).joined(separator: "_")
        case is CancellationError: "cancelled"
        default: "\(type(of: error))"
        }
    let code = words.unicodeScalars.map { scalar in
        scalar == "_" || (scalar.isASCII && scalar.properties.isAlphabetic) || ("0"..."9").contains(scalar)
            ? Character(scalar) : "_"
    }
    return code.isEmpty ? "unknown" : String(code.prefix(100))
}

package import Postgres

/// Whether a PostgreSQL server keeps the promise that an acknowledged write is never lost (safety.md, R1).
package struct ServerDurability: Sendable {
    /// A setting that breaks the promise, and what to do about it.
    package enum Finding: Hashable, Sendable, CustomStringConvertible {
        case fsyncIsOff
        case fullPageWritesAreOff
        case commitDoesNotWait
        case checksumsAreMissing
        case versionIsTooOld(Int)

        /// Missing checksums lose nothing by themselves: a setting may allow them for a cluster that has none.
        package var canBeAllowed: Bool { self == .checksumsAreMissing }

        package var description: String {
            switch self {
            case .fsyncIsOff: "fsync is off: set fsync = on in postgresql.conf and restart the server"
            case .fullPageWritesAreOff: "full_page_writes is off: set full_page_writes = on and reload the server"
            case .commitDoesNotWait: "synchronous_commit is off: set synchronous_commit = on and reload the server"
            case .checksumsAreMissing:
                "data checksums are missing: stop the server, run pg_checksums --enable, "
                    + "or set OUTREACH_ALLOW_NO_CHECKSUMS=true for an old cluster"
            case .versionIsTooOld(let version): "PostgreSQL \(version / 10_000) is too old: 15 or later is needed"
            }
        }
    }

    package let findings: [Finding]
    /// As PostgreSQL numbers it, for example 150018 for 15.18.
    package let version: Int
    /// The login may do everything in the whole server: right for a private cluster, wrong for a shared one.
    package let loginIsSuperuser: Bool

    package init(reading session: borrowing Session) throws {
        let settings = try session.first(.query("server/read_durability")) { row in
            var findings: [Finding] = []
            if try !row.value("fsync") { findings.append(.fsyncIsOff) }
            if try !row.value("full_page_writes") { findings.append(.fullPageWritesAreOff) }
            if try row.value("synchronous_commit") == "off" { findings.append(.commitDoesNotWait) }
            if try !row.value("data_checksums") { findings.append(.checksumsAreMissing) }
            let version: Int = try row.value("version")
            if version < 150_000 { findings.append(.versionIsTooOld(version)) }
            return (findings, version, try row.value("is_superuser", as: Bool.self))
        }
        (findings, version, loginIsSuperuser) = settings ?? ([], 0, false)
    }
}

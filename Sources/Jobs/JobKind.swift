internal import Postgres
package import Store

/// What a job does, in snake case: a verb and its noun.
package struct JobKind: RawRepresentable, Hashable, Codable, Sendable, PostgresValue, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(_ name: StaticString) {
        self.init(rawValue: "\(name)")
    }

    package var description: String { rawValue }
}

package enum JobSubject {}
package typealias JobID = Key<JobSubject>

/// Where a job stands.
package enum JobState: String, Hashable, Codable, Sendable, CaseIterable, PostgresValue {
    /// Waits until it is due and a worker has room.
    case queued
    /// A worker holds its lease.
    case running
    case done
    /// Its last attempt failed: somebody has to look, and may queue it again.
    case dead
}

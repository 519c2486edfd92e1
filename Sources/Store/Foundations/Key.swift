package import Foundation
internal import Postgres

/// The identity of one `Subject` in the database: 128 random bits that say nothing.
///
/// The type parameter keeps the key of a person out of the place of the key of an employment.
package struct Key<Subject>: Hashable, Sendable, Codable, PostgresValue {
    package let uuid: UUID

    package init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// A new key, from the system's random generator: a UUID of version 4 (RFC 9562, section 5.4).
    ///
    /// Foundation's own opens and closes `/dev/urandom` for each, which took a twentieth of a file of enrolments.
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(high: generator.next(), low: generator.next())
    }

    /// A new key whose first 32 bits are those of another: the two stand side by side in the indexes of the database.
    ///
    /// Thousands of unrelated keys change a page each of a dozen indexes, their neighbours a few. That two keys are
    /// neighbours tells that they were made together, which the employments of their people tell anyway.
    package init(near other: Key<some Any>) {
        var generator = SystemRandomNumberGenerator()
        let place: UInt64 = 0xffff_ffff << 32
        self.init(high: other.words.0 & place | generator.next() & ~place, low: generator.next())
    }

    private init(high: UInt64, low: UInt64) {
        let words = ((high & ~0xf000 | 0x4000).bigEndian, (low & ~(0b11 << 62) | 0b10 << 62).bigEndian)
        self.init(withUnsafeBytes(of: words) { UUID(uuid: $0.load(as: uuid_t.self)) })
    }

    /// Sixty-four bits that are the same wherever the key is known, and from which nobody gets back to it.
    ///
    /// Out of the 122 that are random, by the last steps of SplitMix64 (Steele, Lea and Flood, 2014).
    package var fingerprint: Int64 {
        Int64(bitPattern: Self.mixed(words.0 ^ Self.mixed(words.1)))
    }

    private static func mixed(_ bits: UInt64) -> UInt64 {
        var bits = bits &+ 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    package init(from decoder: any Decoder) throws {
        uuid = try decoder.singleValueContainer().decode(UUID.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package var postgresText: String? { uuid.postgresText }

    package func appendElement(to array: inout [UInt8]) { uuid.appendElement(to: &array) }

    package init?(postgresText: String) {
        guard let uuid = UUID(postgresText: postgresText) else { return nil }
        self.init(uuid)
    }
}

extension Key: CustomStringConvertible {
    package var description: String { uuid.postgresText ?? "" }
}

extension Key: Comparable {
    /// The order in which PostgreSQL sorts `uuid`, so that locks are taken in one order everywhere.
    package static func < (left: Key, right: Key) -> Bool {
        left.words < right.words
    }

    /// The sixteen bytes as two numbers that sort like them.
    fileprivate var words: (UInt64, UInt64) {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }
}

// What keys are keys of. The rows themselves have types of their own.
package enum PersonSubject {}
package enum OrganisationSubject {}
package enum AccountSubject {}
package enum EmploymentSubject {}
package enum CaseSubject {}
package enum VaccinationSubject {}
package enum MergeSubject {}
package enum ReferenceSubject {}
package enum RunSubject {}
package enum UploadSubject {}
package enum ClientSubject {}
package enum RetentionRunSubject {}
package enum ReviewSubject {}
package enum ExclusionSubject {}
package enum NumberChangeSubject {}

package typealias PersonID = Key<PersonSubject>
package typealias OrganisationID = Key<OrganisationSubject>
package typealias AccountID = Key<AccountSubject>
package typealias EmploymentID = Key<EmploymentSubject>
package typealias CaseID = Key<CaseSubject>
package typealias VaccinationID = Key<VaccinationSubject>
package typealias MergeID = Key<MergeSubject>
package typealias ReferenceID = Key<ReferenceSubject>
package typealias RunID = Key<RunSubject>
package typealias UploadID = Key<UploadSubject>
package typealias ClientID = Key<ClientSubject>
package typealias RetentionRunID = Key<RetentionRunSubject>
package typealias ReviewID = Key<ReviewSubject>
package typealias ExclusionID = Key<ExclusionSubject>
package typealias NumberChangeID = Key<NumberChangeSubject>

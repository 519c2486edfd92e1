/// How often each combination of levels occurs among pairs: what training reads, a few thousand rows for a million pairs.
struct ComparisonCounts: Sendable {
    struct Row: Hashable, Sendable {
        /// By field; a field of the pair's block is missing.
        let levels: [UInt8]
        let block: Int
    }

    /// In the order of their levels, so that sums do not depend on the order of the pairs.
    let rows: [(row: Row, count: Double)]
    let blockCount: Int

    init(_ counts: [Row: Double]) {
        rows = counts.sorted { one, other in
            one.key.block == other.key.block
                ? one.key.levels.lexicographicallyPrecedes(other.key.levels) : one.key.block < other.key.block
        }.map { ($0.key, $0.value) }
        blockCount = (rows.map(\.row.block).max() ?? -1) + 1
    }
}

/// Pairs that training looks at: what agrees by construction says nothing there.
enum TrainingBlock: Int, CaseIterable, Sendable {
    case phone
    case email
    /// Street and house: people who did not move, and those who live with them.
    case home
    /// Both names and the birth date: what is left is whether people move and change their phone.
    case namesAndBirthDate

    /// The fields that say nothing.
    var fields: Set<ComparisonField> {
        switch self {
        case .phone: [.phone]
        case .email: [.email]
        case .home: [.address]
        case .namesAndBirthDate: [.givenName, .familyName, .birthDate]
        }
    }

    /// What the pairs of the block have in common, or `nil` where the record does not say.
    func key(_ record: RecordView) -> UInt64? {
        switch self {
        case .phone:
            return record.phone == 0 ? nil : record.phone
        case .email:
            return record.email.isEmpty ? nil : StableHash.of(record.email)
        case .home:
            guard record.house != 0, !record.street.isEmpty else { return nil }
            return StableHash.of(StableHash.of(record.street), record.house, record.postcode)
        case .namesAndBirthDate:
            guard !record.firstGiven.isEmpty, !record.family.isEmpty, record.birthDate != 0 else { return nil }
            return StableHash.of(
                StableHash.of(record.firstGiven), StableHash.of(record.family), UInt64(record.birthDate))
        }
    }
}

extension Comparison {
    /// The levels by field, with some fields missing.
    func levels(without blocked: Set<ComparisonField>) -> [UInt8] {
        ComparisonField.allCases.map { field in
            UInt8(blocked.contains(field) ? field.levels.count - 1 : level(of: field))
        }
    }
}

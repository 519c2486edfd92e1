/// Finds the pairs of one list that may be one person.
struct DuplicateFinder: Sendable {
    let assessor: PairAssessor
    let index: QueryIndex
    private let recordsOfSlot: Groups
    private let shared: SharedContacts

    init(_ assessor: PairAssessor, _ index: QueryIndex) {
        self.assessor = assessor
        self.index = index
        recordsOfSlot = index.queriesOfSlot()
        var shared = SharedContacts(slotCount: index.slotCount)
        index.queries.withViews { views in
            for (record, slots) in index.contactSlots.enumerated() {
                shared.add(slots.phone, views[record])
                shared.add(slots.email, views[record])
            }
        }
        self.shared = shared
    }

    /// The pairs whose first record is one of some, in the order of both.
    func pairs(_ range: Range<Int>) -> [ScoredPair] {
        index.queries.withViews { views in
            var pairs: [ScoredPair] = []
            var found: [Int32] = []
            for first in range {
                read(first, into: &found)
                let names = assessor.frequencies.counts(of: views[first])
                for second in found {
                    let pair = pair(first, Int(second), names, views)
                    if pair.bits >= assessor.scorer.model.possible { pairs.append(pair) }
                }
            }
            return pairs
        }
    }

    private func pair(_ first: Int, _ second: Int, _ names: NameCounts, _ views: RecordViews) -> ScoredPair {
        let (one, other) = (views[first], views[second])
        let comparison = Comparison(one, other)
        let slots = index.contactSlots[first]
        let mayBeOne = comparison.mayBeSlips
        let context = assessor.context(
            of: one, other, comparison, names: names,
            phoneIsShared: comparison.phone == .same && shared.isShared(slots.phone, one, other, mayBeOne: mayBeOne),
            emailIsShared: comparison.email == .same && shared.isShared(slots.email, one, other, mayBeOne: mayBeOne))
        var pair = ScoredPair(comparison, context, assessor.scorer)
        (pair.first, pair.second) = (Int32(first), Int32(second))
        return pair
    }

    private func isFollowed(_ slot: Int) -> Bool { recordsOfSlot.count(slot) <= index.largestBlock(slot) }

    /// The records behind a given one in the list that share a key with it, ascending, each once.
    private func read(_ record: Int, into found: inout [Int32]) {
        found.removeAll(keepingCapacity: true)
        for slot in index.slotsOfQuery[record] where isFollowed(Int(slot)) {
            for other in recordsOfSlot[Int(slot)] where Int(other) > record { found.append(other) }
        }
        found.sortAndUnique()
    }

    /// Adds what third records say: where A is B and B is C, A is most probably C, however little the two look alike.
    ///
    /// Such a pair stays below automatic: two records that do not look alike are a steward's.
    func close(_ pairs: inout [ScoredPair]) {
        let model = assessor.scorer.model
        var scores: [UInt64: Double] = [:]
        var neighbours: [Int32: [Int32]] = [:]
        for pair in pairs {
            let score = pair.score(model)
            guard score >= model.possible + Self.chainCost else { continue }
            scores[Self.key(pair.first, pair.second)] = score
            neighbours[pair.first, default: []].append(pair.second)
            neighbours[pair.second, default: []].append(pair.first)
        }
        var raised: [UInt64: Double] = [:]
        for (middle, ends) in neighbours where ends.count > 1 && ends.count <= Self.largestCluster {
            for (index, one) in ends.enumerated() {
                for other in ends[..<index] {
                    let weakest = min(scores[Self.key(middle, one)] ?? 0, scores[Self.key(middle, other)] ?? 0)
                    let implied = min(weakest - Self.chainCost, model.automatic - 1)
                    let key = Self.key(one, other)
                    if implied >= model.possible { raised[key] = max(raised[key] ?? implied, implied) }
                }
            }
        }
        raise(&pairs, to: raised)
    }

    /// One link more to be wrong.
    private static let chainCost = 3.0
    private static let largestCluster = 10

    private static func key(_ one: Int32, _ other: Int32) -> UInt64 {
        UInt64(UInt32(min(one, other))) << 32 | UInt64(UInt32(max(one, other)))
    }

    private func raise(_ pairs: inout [ScoredPair], to raised: [UInt64: Double]) {
        var rest = raised
        for index in pairs.indices {
            guard let bits = rest.removeValue(forKey: Self.key(pairs[index].first, pairs[index].second)),
                bits > pairs[index].bits
            else { continue }
            pairs[index].raise(to: bits)
        }
        index.queries.withViews { views in
            for (key, bits) in rest {
                let (first, second) = (Int(key >> 32), Int(key & 0xffff_ffff))
                var pair = pair(first, second, assessor.frequencies.counts(of: views[first]), views)
                pair.raise(to: bits)
                pairs.append(pair)
            }
        }
        pairs.sort { Self.key($0.first, $0.second) < Self.key($1.first, $1.second) }
    }

    /// Forbids certainty to a chain: where A is B and B is C, A must look like C.
    func contest(_ pairs: inout [ScoredPair]) {
        let model = assessor.scorer.model
        var partners: [Int32: [Int32]] = [:]
        for pair in pairs where pair.grade(model) == .certain {
            partners[pair.first, default: []].append(pair.second)
            partners[pair.second, default: []].append(pair.first)
        }
        index.queries.withViews { views in
            for index in pairs.indices where pairs[index].grade(model) == .certain {
                let pair = pairs[index]
                let others = (partners[pair.first] ?? []) + (partners[pair.second] ?? [])
                let fits = others.allSatisfy { other in
                    [pair.first, pair.second].allSatisfy { one in
                        one == other
                            || assessor.assess(views[Int(one)], views[Int(other)]).grade(model) >= .probable
                    }
                }
                if !fits { pairs[index].vetoes.insert(Vetoes(.contestedReference)) }
            }
        }
    }
}

extension Comparison {
    /// Whether given name and birth date differ by no more than slips of the pen, if at all.
    fileprivate var mayBeSlips: Bool {
        switch givenName {
        case .exact, .variant, .close, .swapped, .similar: birthDate != .different
        case .anotherToken, .initial, .distant, .different, .missing: false
        }
    }
}

/// How the names of two records compare, with given and family names as written or exchanged.
struct NameComparison {
    let given: Comparison.GivenName
    let family: Comparison.FamilyName

    init(_ first: RecordView, _ second: RecordView) {
        let given = Comparison.GivenName(first, second)
        let family = Comparison.FamilyName(first, second)
        if given > .close, family > .part, Self.areSwapped(first, second) || Self.areSwapped(second, first) {
            self.given = .swapped
            self.family = .missing
        } else {
            self.given = given
            self.family = family
        }
    }

    /// Whether the names of one agree with those of the other exchanged.
    ///
    /// Both closely, or one exactly and the other somewhat.
    private static func areSwapped(_ first: RecordView, _ second: RecordView) -> Bool {
        let (given, family) = (first.firstGiven, first.family)
        guard !given.isEmpty, !family.isEmpty else { return false }
        let asFamily = likeness(of: given, toFamilyOf: second)
        guard asFamily > .none else { return false }
        let asGiven = likeness(of: family, toGivenOf: second)
        return min(asFamily, asGiven) >= .close || (max(asFamily, asGiven) == .exact && asGiven > .none)
    }

    private enum Likeness: Int, Comparable {
        case none
        case similar
        case close
        case exact

        static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

        init(_ one: Text, _ other: Text) {
            guard !one.isEmpty, !other.isEmpty else {
                self = .none
                return
            }
            if one.equals(other) {
                self = .exact
            } else {
                switch Spelling(one, other) {
                case .close: self = .close
                case .similar: self = .similar
                case .distant, .different: self = .none
                }
            }
        }
    }

    private static func likeness(of name: Text, toFamilyOf record: RecordView) -> Likeness {
        PackedLayout.Slot.familyPart.reduce(Likeness(name, record.family)) { best, slot in
            record.length(slot) > 0 ? max(best, Likeness(name, record.text(slot))) : best
        }
    }

    private static func likeness(of name: Text, toGivenOf record: RecordView) -> Likeness {
        let slots = PackedLayout.Slot.given
        if record.count(slots) > 1, NameTexts.isConcatenation(of: record, slots, equalTo: name) { return .exact }
        return slots.prefix(2).reduce(.none) { best, slot in
            record.length(slot) > 1 ? max(best, Likeness(name, record.text(slot))) : best
        }
    }
}

/// Tests on the texts of name slots.
enum NameTexts {
    /// Whether the texts of some slots, one behind the other, are this text.
    static func isConcatenation(of record: RecordView, _ slots: Range<Int>, equalTo name: Text) -> Bool {
        var position = 0
        for slot in slots {
            let part = record.text(slot)
            guard position + part.count <= name.count else { return false }
            guard Text(rebasing: name[position..<position + part.count]).equals(part) else { return false }
            position += part.count
        }
        return position == name.count
    }

    /// Whether one of the slots holds this text.
    static func contains(_ record: RecordView, _ slots: Range<Int>, _ name: Text) -> Bool {
        for slot in slots where record.length(slot) == name.count && record.text(slot).equals(name) { return true }
        return false
    }
}

extension Comparison.GivenName {
    fileprivate init(_ first: RecordView, _ second: RecordView) {
        let (one, other) = (first.firstGiven, second.firstGiven)
        guard !one.isEmpty, !other.isEmpty else {
            self = .missing
            return
        }
        if one.equals(other) || Self.areJoinedSame(first, second) {
            self = .exact
        } else if one.count == 1 || other.count == 1 {
            self = one[0] == other[0] ? .initial : .different
        } else if Self.isCalled(first, byFurtherNameOf: second) || Self.isCalled(second, byFurtherNameOf: first) {
            self = .anotherToken
        } else if NameVariants.areVariants(one, other) {
            self = .variant
        } else {
            self = Self(Spelling(one, other))
        }
    }

    private init(_ spelling: Spelling) {
        switch spelling {
        case .close: self = .close
        case .similar: self = .similar
        case .distant: self = .distant
        case .different: self = .different
        }
    }

    /// "Mary Anne" and "Maryanne".
    private static func areJoinedSame(_ first: RecordView, _ second: RecordView) -> Bool {
        let slots = PackedLayout.Slot.given
        let counts = (first.count(slots), second.count(slots))
        if counts.0 > 1, counts.1 == 1 {
            return NameTexts.isConcatenation(of: first, slots, equalTo: second.firstGiven)
        }
        if counts.1 > 1, counts.0 == 1 {
            return NameTexts.isConcatenation(of: second, slots, equalTo: first.firstGiven)
        }
        return false
    }

    private static let furtherNames = PackedLayout.Slot.given.lowerBound + 1..<PackedLayout.Slot.middle.upperBound

    /// Whether somebody's first name is a further name of the other, who bears all of their other names, too.
    ///
    /// "Jose Christian" is no "Jeffrey Jose": brothers and sisters share names.
    private static func isCalled(_ one: RecordView, byFurtherNameOf other: RecordView) -> Bool {
        guard NameTexts.contains(other, furtherNames, one.firstGiven) else { return false }
        return furtherNames.allSatisfy { slot in
            one.length(slot) < 2
                || NameTexts.contains(
                    other, PackedLayout.Slot.given.lowerBound..<furtherNames.upperBound, one.text(slot))
        }
    }
}

extension Comparison.FamilyName {
    private static let female: UInt8 = 1
    private static let male: UInt8 = 2

    fileprivate init(_ first: RecordView, _ second: RecordView) {
        let (one, other) = (first.family, second.family)
        guard !one.isEmpty, !other.isEmpty else {
            self = .missing
            return
        }
        if one.equals(other) {
            self = .exact
        } else if NameTexts.contains(first, PackedLayout.Slot.previousFamily, other)
            || NameTexts.contains(second, PackedLayout.Slot.previousFamily, one)
        {
            self = .previous
        } else if Self.sharePart(first, second) {
            self = .part
        } else {
            self = Self.compareSpelling(one, other, ofMan: first.sex == Self.male || second.sex == Self.male)
        }
    }

    private static func compareSpelling(_ one: Text, _ other: Text, ofMan: Bool) -> Self {
        switch Spelling(one, other) {
        case .close: .close
        case .similar: NameVariants.areSpellings(one, other) ? .close : .similar
        case .distant: NameVariants.areSpellings(one, other) ? .close : .distant
        case .different:
            NameVariants.areSpellings(one, other) ? .close : ofMan ? .different : .differentOfWoman
        }
    }

    private static func sharePart(_ first: RecordView, _ second: RecordView) -> Bool {
        let slots = PackedLayout.Slot.familyPart
        if NameTexts.contains(first, slots, second.family) || NameTexts.contains(second, slots, first.family) {
            return true
        }
        for slot in slots where first.length(slot) > 3 {
            if NameTexts.contains(second, slots, first.text(slot)) { return true }
        }
        return false
    }
}

/// How alike two different names are spelt.
enum Spelling {
    case close
    case similar
    case distant
    case different

    /// One edit in a name of three letters makes another name: Ana and Ada.
    private static let shortestForOneEdit = 4

    init(_ one: Text, _ other: Text) {
        let similarity = StringDistance.jaroWinkler(one, other)
        let isLong = min(one.count, other.count) >= Self.shortestForOneEdit
        if similarity >= 0.92 || (isLong && StringDistance.isWithinOneEdit(one, other)) {
            self = .close
        } else if similarity >= 0.85 {
            self = .similar
        } else {
            self = similarity >= 0.7 ? .distant : .different
        }
    }
}

extension Comparison {
    /// Compares two records field by field.
    ///
    /// Symmetric.
    public init(_ first: NormalisedRecord, _ second: NormalisedRecord) {
        self = first.withView { first in second.withView { second in Comparison(first, second) } }
    }

    init(_ first: RecordView, _ second: RecordView) {
        let names = NameComparison(first, second)
        givenName = names.given
        familyName = names.family
        middleName = MiddleName(first, second)
        birthDate = BirthDate(PackedDate(bits: first.birthDate), PackedDate(bits: second.birthDate))
        sex = Agreement(first.sex, second.sex)
        address = Address(first, second)
        phone = Contact(phones: first.phone, second.phone)
        email = Contact(first.email, second.email)
        nhsNumber = Agreement(first.nhsNumber, second.nhsNumber)
        country = Agreement(first.country, second.country)
    }
}

extension Comparison.Agreement {
    /// Zero is unknown.
    fileprivate init<Value: FixedWidthInteger>(_ first: Value, _ second: Value) {
        if first == 0 || second == 0 {
            self = .missing
        } else {
            self = first == second ? .same : .different
        }
    }
}

extension Comparison.MiddleName {
    /// Names after the first agree where any of them does, an initial with the name that it begins.
    fileprivate init(_ first: RecordView, _ second: RecordView) {
        var best = Self.missing
        Self.forEachFurtherName(of: first) { one in
            Self.forEachFurtherName(of: second) { other in
                best = min(best == .missing ? .different : best, Self.compare(one, other))
            }
        }
        self = best
    }

    private static func compare(_ one: Text, _ other: Text) -> Self {
        if one.count == 1 || other.count == 1 {
            return one[0] != other[0] ? .different : one.count == other.count ? .same : .initial
        }
        return StringDistance.jaroWinkler(one, other) >= 0.92 ? .same : .different
    }

    private static func forEachFurtherName(of record: RecordView, _ body: (Text) -> Void) {
        for slot in PackedLayout.Slot.given.lowerBound + 1..<PackedLayout.Slot.middle.upperBound
        where record.length(slot) > 0 {
            body(record.text(slot))
        }
    }
}

extension Comparison.MiddleName: Comparable {
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

extension Comparison.BirthDate {
    /// A year further off than this is another generation's, not a slip of the pen: a parent and child of one name
    /// may share day and month.
    private static let largestSlipInYears = 11

    init(_ one: PackedDate, _ other: PackedDate) {
        if !one.isKnown || !other.isKnown {
            self = .missing
        } else if !one.isWhole || !other.isWhole {
            let monthsAgree = one.month == 0 || other.month == 0 || one.month == other.month
            self = one.year == other.year && monthsAgree ? .partial : .different
        } else if one == other {
            self = one.isFirstOfJanuary ? .exactFirstOfJanuary : .exact
        } else if one.year == other.year, one.month == other.day, one.day == other.month {
            self = .swapped
        } else if one.year == other.year, one.isFirstOfJanuary || other.isFirstOfJanuary {
            self = .yearWithFirstOfJanuary
        } else {
            self = Self.slip(one, other)
        }
    }

    private static func slip(_ one: PackedDate, _ other: PackedDate) -> Self {
        let parts = [(one.year, other.year), (one.month, other.month), (one.day, other.day)]
        guard parts.count(where: { $0.0 != $0.1 }) == 1, abs(one.year - other.year) <= largestSlipInYears else {
            return .different
        }
        return parts.allSatisfy({ isOneDigitApart($0.0, $0.1) }) ? .oneDigitDiffers : .onePartDiffers
    }

    /// Whether two numbers are equal, differ in one digit, or in the order of two neighbouring digits.
    private static func isOneDigitApart(_ one: Int, _ other: Int) -> Bool {
        var (one, other) = (one, other)
        while one % 10 == other % 10, one > 0 || other > 0 {
            one /= 10
            other /= 10
        }
        let isExchange = one % 10 == other / 10 % 10 && other % 10 == one / 10 % 10 && one / 100 == other / 100
        return one / 10 == other / 10 || isExchange
    }
}

extension Comparison.Address {
    fileprivate init(_ first: RecordView, _ second: RecordView) {
        let (one, other) = (first.postcode, second.postcode)
        let sameHouse = first.house != 0 && first.house == second.house
        if one != 0, one == other {
            self = sameHouse || (first.house == 0 && second.house == 0) ? .postcodeAndHouse : .postcode
            return
        }
        let sameStreet = Self.isSameStreet(first.street, second.street)
        if sameHouse, sameStreet, Self.mayBeSameTown(first, second) {
            self = .streetAndHouse
        } else if one != 0, other != 0 {
            self = Self.compare(first, second, sameHouse: sameHouse, sameStreet: sameStreet)
        } else {
            self = Self.compareWithoutPostcode(first, second, sameStreet: sameStreet)
        }
    }

    private static func compare(
        _ first: RecordView, _ second: RecordView, sameHouse: Bool, sameStreet: Bool
    ) -> Self {
        let (one, other) = (first.postcode, second.postcode)
        if one == second.previousPostcode || first.previousPostcode == other { return .postcode }
        if sameHouse, PostcodeText.isWithinOneEdit(one, other) { return .houseAndClosePostcode }
        let sameDistrict = PostcodeText.district(of: one) == PostcodeText.district(of: other)
        let sameTown = first.town != 0 && first.town == second.town
        if sameStreet, sameDistrict || sameTown { return .street }
        if sameDistrict { return .district }
        return sameTown || PostcodeText.area(of: one) == PostcodeText.area(of: other) ? .area : .different
    }

    /// "14 High Street" is in many towns.
    private static func mayBeSameTown(_ first: RecordView, _ second: RecordView) -> Bool {
        if first.town != 0, first.town == second.town { return true }
        let (one, other) = (first.postcode, second.postcode)
        return one == 0 || other == 0 || PostcodeText.area(of: one) == PostcodeText.area(of: other)
    }

    private static func compareWithoutPostcode(_ first: RecordView, _ second: RecordView, sameStreet: Bool) -> Self {
        let sameTown = first.town != 0 && first.town == second.town
        if sameStreet { return .street }
        if sameTown { return .area }
        let areKnown = (first.town != 0 && second.town != 0) || (!first.street.isEmpty && !second.street.isEmpty)
        return areKnown ? .different : .missing
    }

    private static func isSameStreet(_ first: Text, _ second: Text) -> Bool {
        guard !first.isEmpty, !second.isEmpty else { return false }
        return first.equals(second)
            || (min(first.count, second.count) > 3 && StringDistance.jaroWinkler(first, second) >= 0.92)
    }
}

extension Comparison.Contact {
    fileprivate init(_ first: Text, _ second: Text) {
        if first.isEmpty || second.isEmpty {
            self = .missing
        } else if first.equals(second) {
            self = .same
        } else {
            self = StringDistance.isWithinOneEdit(first, second) ? .oneEdit : .different
        }
    }

    fileprivate init(phones first: UInt64, _ second: UInt64) {
        if first == 0 || second == 0 {
            self = .missing
        } else if first == second {
            self = .same
        } else {
            self = Self.areOneEditApart(first, second) ? .oneEdit : .different
        }
    }

    /// One digit replaced, or two neighbours exchanged, of ten.
    private static func areOneEditApart(_ first: UInt64, _ second: UInt64) -> Bool {
        var (first, second) = (first, second)
        while first % 10 == second % 10 {
            first /= 10
            second /= 10
        }
        if first / 10 == second / 10 { return true }
        return first / 100 == second / 100 && first % 10 == second / 10 % 10 && first / 10 % 10 == second % 10
    }
}

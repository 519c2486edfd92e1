extension Comparison {
    /// Compares two records field by field.
    ///
    /// Symmetric.
    public init(_ first: NormalisedRecord, _ second: NormalisedRecord) {
        let names = NameComparison(first, second)
        givenName = names.given
        familyName = names.family
        namesAreSwapped = names.areSwapped
        middleName = Agreement(first.furtherNames, second.furtherNames)
        birthDate = BirthDate(first, second)
        sex = Agreement(first.sex, second.sex)
        address = Address(first, second)
        phone = Contact(first.phone, second.phone)
        email = Contact(first.email, second.email)
        nhsNumber = Agreement(first.nhsNumber, second.nhsNumber)
    }
}

extension Comparison.Agreement {
    fileprivate init(_ first: LinkageRecord.Sex?, _ second: LinkageRecord.Sex?) {
        guard let first, let second else {
            self = .missing
            return
        }
        self = first == second ? .same : .different
    }

    fileprivate init(_ first: String, _ second: String) {
        guard !first.isEmpty, !second.isEmpty else {
            self = .missing
            return
        }
        self = first == second ? .same : .different
    }

    /// Names after the first agree where any of them does, an initial with the name that it begins.
    fileprivate init(_ first: [String], _ second: [String]) {
        guard !first.isEmpty, !second.isEmpty else {
            self = .missing
            return
        }
        let agree = first.contains { name in second.contains { isSameOrInitial(name, $0) } }
        self = agree ? .same : .different
    }
}

private func isSameOrInitial(_ first: String, _ second: String) -> Bool {
    if first.utf8.count == 1 || second.utf8.count == 1 { return first.utf8.first == second.utf8.first }
    return StringDistance.jaroWinkler(first, second) >= 0.92
}

extension NormalisedRecord {
    /// Given names after the first, then middle names.
    fileprivate var furtherNames: [String] {
        givenNames.isEmpty ? middleNames : givenNames.dropFirst() + middleNames
    }
}

extension Comparison.BirthDate {
    /// A year further off than this is another generation's, not a slip of the pen: a parent and child of one name
    /// may share day and month.
    private static let largestSlipInYears = 11

    fileprivate init(_ first: NormalisedRecord, _ second: NormalisedRecord) {
        guard let one = first.birthDate, let other = second.birthDate else {
            self = .missing
            return
        }
        if one.day == nil || other.day == nil {
            self = Self.comparePartially(one, other)
        } else if one == other {
            self = first.isBornOnFirstOfJanuary ? .exactFirstOfJanuary : .exact
        } else if one.year == other.year, one.month == other.day, one.day == other.month {
            self = .swapped
        } else {
            self = Self.hasOneSlip(one, other) ? .onePartDiffers : .different
        }
    }

    private static func comparePartially(_ one: LinkageRecord.BirthDate, _ other: LinkageRecord.BirthDate) -> Self {
        let monthsAgree = one.month == nil || other.month == nil || one.month == other.month
        return one.year == other.year && monthsAgree ? .partial : .different
    }

    private static func hasOneSlip(_ one: LinkageRecord.BirthDate, _ other: LinkageRecord.BirthDate) -> Bool {
        let differences = [one.year != other.year, one.month != other.month, one.day != other.day]
        return differences.count(where: \.self) == 1 && abs(one.year - other.year) <= largestSlipInYears
    }
}

extension Comparison.Address {
    fileprivate init(_ first: NormalisedRecord, _ second: NormalisedRecord) {
        guard !first.postcode.isEmpty, !second.postcode.isEmpty else {
            self = .missing
            return
        }
        let sameHouse = first.houseNumbers.last != nil && first.houseNumbers.last == second.houseNumbers.last
        if first.postcode == second.postcode {
            self = sameHouse ? .postcodeAndHouse : .postcode
        } else if first.postcode == second.previousPostcode || first.previousPostcode == second.postcode {
            self = .previousPostcode
        } else if sameHouse, StringDistance.isWithinOneEdit(first.postcode, second.postcode) {
            self = .houseAndClosePostcode
        } else {
            let sameDistrict = PostcodeText.district(of: first.postcode)
                .elementsEqual(PostcodeText.district(of: second.postcode))
            self = sameDistrict ? .district : .different
        }
    }
}

extension Comparison.Contact {
    fileprivate init(_ first: String, _ second: String) {
        if first.isEmpty || second.isEmpty {
            self = .missing
        } else if first == second {
            self = .same
        } else {
            self = StringDistance.isWithinOneEdit(first, second) ? .oneEdit : .different
        }
    }
}

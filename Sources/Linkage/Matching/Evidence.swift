/// A comparison in the words in which vetoes are stated.
struct Evidence {
    let comparison: Comparison
    let context: PairContext

    /// A pair that agrees in name and birth date alone is left to a steward where more other people than this are
    /// expected to share both: N · P(name) · P(birth date), linkage.md, 6.
    private static let mostExpectedNamesakes = 0.01
    /// The same where the birth date is no more than nearly the same, or a 1 January.
    private static let mostExpectedNearNamesakes = 0.0003

    /// The vetoes that the pair itself speaks for; runner-up and contest are vetoes of a list.
    var vetoes: Vetoes {
        var vetoes: Vetoes = []
        if !givenNameAgrees || comparison.middleName == .different { vetoes.insert(Vetoes(.differentGivenName)) }
        if !birthDateAgrees { vetoes.insert(Vetoes(.differentBirthDate)) }
        if comparison.sex == .different, !sexMayBeWrong { vetoes.insert(Vetoes(.differentSex)) }
        if comparison.nhsNumber == .different { vetoes.insert(Vetoes(.differentNHSNumber)) }
        if context.status.contains(.deceased) { vetoes.insert(Vetoes(.deceased)) }
        if context.status.contains(.superseded) { vetoes.insert(Vetoes(.superseded)) }
        if context.status.contains(.confidential) { vetoes.insert(Vetoes(.confidential)) }
        if onlyNameAndBirthDateAgree { vetoes.insert(Vetoes(.onlyNameAndBirthDate)) }
        return vetoes
    }

    /// Whether the given names are one, or one of them is a slip of the pen.
    ///
    /// Twins often have names that differ in a letter: a slip is a name that hardly anybody bears.
    private var givenNameAgrees: Bool {
        switch comparison.givenName {
        case .exact, .variant, .swapped: true
        // Sisters bear one another's names as second names.
        case .anotherToken: hasStrongIdentifier && comparison.birthDate == .exact
        case .close: !context.givenNamesAreEstablished || (context.givenNameMayBeSlip && hasStrongIdentifier)
        case .similar: !context.givenNamesAreEstablished && hasStrongIdentifier
        case .initial: hasStrongIdentifier && agreeingIdentifiers >= 2
        case .distant, .different, .missing: false
        }
    }

    private var familyNameAgrees: Bool {
        switch comparison.familyName {
        case .exact, .previous, .part, .close, .similar: true
        case .missing: comparison.givenName == .swapped
        case .distant, .differentOfWoman, .different: false
        }
    }

    /// Whether the birth dates are one, or one is a slip of the pen that something strong speaks for.
    private var birthDateAgrees: Bool {
        switch comparison.birthDate {
        case .exact: true
        case .exactFirstOfJanuary, .swapped, .yearWithFirstOfJanuary, .oneDigitDiffers, .onePartDiffers:
            agreeingIdentifiers >= 2 ? isSlipOrHasStrongIdentifier : isSlipOfRareName
        case .partial, .missing: hasStrongIdentifier && agreeingIdentifiers >= 2
        case .different: false
        }
    }

    private var isSlipOrHasStrongIdentifier: Bool {
        comparison.birthDate == .exactFirstOfJanuary || hasStrongIdentifier
    }

    /// A namesake with a relative's phone lives elsewhere and has an e-mail address of their own.
    private var isSlipOfRareName: Bool {
        isRare(below: Self.mostExpectedNearNamesakes) && !addressDiffers && comparison.phone != .different
            && comparison.email != .different && isSlipOrHasStrongIdentifier
    }

    private var sexMayBeWrong: Bool {
        hasStrongIdentifier && comparison.givenName == .exact && familyNameAgrees
    }

    private var homeAgrees: Bool {
        switch comparison.address {
        case .postcodeAndHouse, .streetAndHouse, .postcode, .houseAndClosePostcode: true
        case .street, .district, .area, .different, .missing: false
        }
    }

    private var hasPrivateContact: Bool {
        (comparison.phone == .same && !context.phoneIsShared) || (comparison.email == .same && !context.emailIsShared)
    }

    private var hasStrongIdentifier: Bool {
        hasPrivateContact || comparison.nhsNumber == .same
    }

    /// How many of phone, e-mail address, home and NHS number agree.
    private var agreeingIdentifiers: Int {
        var count = homeAgrees ? 1 : 0
        if comparison.phone == .same, !context.phoneIsShared { count += 1 }
        if comparison.email == .same, !context.emailIsShared { count += 1 }
        if comparison.nhsNumber == .same { count += 1 }
        return count
    }

    private var onlyNameAndBirthDateAgree: Bool {
        guard !hasStrongIdentifier, !homeAgrees else { return false }
        let everythingElseDiffers = addressDiffers && comparison.phone == .different && comparison.email == .different
        return everythingElseDiffers || !isRare(below: Self.mostExpectedNamesakes)
    }

    private var addressDiffers: Bool {
        switch comparison.address {
        case .street, .district, .area, .different: true
        case .postcodeAndHouse, .streetAndHouse, .postcode, .houseAndClosePostcode, .missing: false
        }
    }

    private func isRare(below limit: Double) -> Bool {
        guard context.names.size >= NameFrequencies.smallestTellingSize else { return false }
        return context.names.expectedNamesakes / NameFrequencies.birthDates < limit
    }
}

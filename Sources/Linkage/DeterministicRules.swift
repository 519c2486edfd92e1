/// The decision about one pair: combinations of agreeing fields that make it certain, and vetoes that forbid it.
///
/// Stands where a Fellegi-Sunter model will stand: comparison and context in, assessment out.
public struct DeterministicRules: Hashable, Sendable {
    /// Raised whenever the same pair would be decided differently; stored with decisions.
    public static let version = "deterministic-1"

    /// A pair that agrees in name and birth date alone is certain only where fewer other people than this are
    /// expected to share both.
    ///
    /// With 15 % of the queries not in the reference, 0.0003 is at worst one false merge in 20,000.
    public var largestExpectedNamesakes = 0.0003
    /// From this many bits a pair without a rule is probable, that is: for a steward.
    public var probableScore = 20.0
    /// From this many bits a pair is possible.
    public var possibleScore = 12.0
    /// A reference that scores within this many bits of the best one is as plausible.
    public var smallestMargin = 6.0

    public init() {}

    public func assess(_ comparison: Comparison, _ context: PairContext) -> PairAssessment {
        let evidence = Evidence(comparison: comparison, context: context)
        let rule = rule(for: evidence)
        let vetoes = vetoes(against: evidence)
        let score = EvidenceWeights.score(comparison, context)
        return PairAssessment(
            grade: grade(rule: rule, vetoes: vetoes, score: score), score: score, rule: rule, vetoes: vetoes,
            comparison: comparison, context: context)
    }

    private func grade(rule: Rule?, vetoes: [Veto], score: Double) -> MatchGrade {
        if rule != nil { return vetoes.isEmpty ? .certain : .probable }
        if score >= probableScore { return .probable }
        return score >= possibleScore ? .possible : .certainlyNot
    }

    /// The first rule that applies, in the order of their strength.
    private func rule(for evidence: Evidence) -> Rule? {
        Rule.allCases.first { applies($0, to: evidence) }
    }

    private func applies(_ rule: Rule, to evidence: Evidence) -> Bool {
        let comparison = evidence.comparison
        switch rule {
        case .nhsNumber:
            return comparison.nhsNumber == .same && evidence.givenNameAgrees
                && (evidence.birthDateIsSame || (evidence.birthDateHasSlip && evidence.familyNameAgrees))
        case .nameBirthDateContact:
            return evidence.givenNameAgrees && evidence.familyNameAgrees && comparison.birthDate == .exact
                && evidence.hasPrivateContact
        case .nameBirthDateAddress:
            return evidence.givenNameAgrees && evidence.familyNameAgrees && comparison.birthDate == .exact
                && evidence.homeAgrees
        case .changedFamilyName:
            return comparison.givenName == .exact && comparison.birthDate == .exact
                && (evidence.hasPrivateContact || comparison.address == .postcodeAndHouse)
        case .birthDateSlip:
            return evidence.givenNameIsSame && evidence.familyNameAgrees && evidence.hasPrivateContact
                && (evidence.birthDateHasSlip || comparison.birthDate == .exactFirstOfJanuary)
                && (evidence.agreeingIdentifiers >= 2 || evidence.isRare(below: largestExpectedNamesakes))
        case .rareNameBirthDate:
            return comparison.givenName == .exact && comparison.familyName == .exact
                && comparison.birthDate == .exact && evidence.isRare(below: largestExpectedNamesakes)
        }
    }

    private func vetoes(against evidence: Evidence) -> [Veto] {
        Veto.allCases.filter { applies($0, to: evidence) }
    }

    private func applies(_ veto: Veto, to evidence: Evidence) -> Bool {
        let comparison = evidence.comparison
        switch veto {
        case .differentGivenName:
            return !evidence.givenNameAgrees || comparison.middleName == .different
        case .differentBirthDate:
            return comparison.birthDate == .different
                || (!evidence.birthDateIsSame && !evidence.hasStrongIdentifier)
        case .differentSex:
            return comparison.sex == .different
                && !(evidence.hasStrongIdentifier && comparison.givenName == .exact && evidence.familyNameAgrees)
        case .differentNHSNumber:
            return comparison.nhsNumber == .different
        case .deceased:
            return evidence.context.status.contains(.deceased)
        case .superseded:
            return evidence.context.status.contains(.superseded)
        case .confidential:
            return evidence.context.status.contains(.confidential)
        case .onlyNameAndBirthDate:
            return !evidence.hasStrongIdentifier && !evidence.homeAgrees
                && (evidence.homeAndPhoneDiffer || !evidence.isRare(below: largestExpectedNamesakes))
        case .runnerUp, .contestedReference:
            return false  // These are vetoes of a list, see Linker.
        }
    }
}

/// A comparison in the words in which the rules are stated.
private struct Evidence {
    let comparison: Comparison
    let context: PairContext

    var givenNameIsSame: Bool {
        comparison.givenName == .exact || comparison.givenName == .anotherToken
    }

    /// Whether the given names are one, or one of them is a slip of the pen.
    ///
    /// Twins often have names that differ in a letter: a slip is a name that hardly anybody bears.
    var givenNameAgrees: Bool {
        switch comparison.givenName {
        case .exact, .anotherToken, .variant: true
        case .close: !context.givenNamesAreEstablished
        case .similar, .initial, .different, .missing: false
        }
    }

    var familyNameAgrees: Bool {
        switch comparison.familyName {
        case .exact, .previous, .part, .close, .similar: true
        case .different, .missing: false
        }
    }

    var birthDateIsSame: Bool {
        comparison.birthDate == .exact || comparison.birthDate == .exactFirstOfJanuary
    }

    var birthDateHasSlip: Bool {
        comparison.birthDate == .swapped || comparison.birthDate == .onePartDiffers
    }

    var homeAgrees: Bool {
        switch comparison.address {
        case .postcodeAndHouse, .postcode, .previousPostcode, .houseAndClosePostcode: true
        case .district, .different, .missing: false
        }
    }

    var hasPrivateContact: Bool {
        (comparison.phone == .same && !context.phoneIsShared) || (comparison.email == .same && !context.emailIsShared)
    }

    var hasStrongIdentifier: Bool {
        hasPrivateContact || comparison.nhsNumber == .same
    }

    /// How many of phone, e-mail address, home and NHS number agree.
    var agreeingIdentifiers: Int {
        [
            comparison.phone == .same && !context.phoneIsShared,
            comparison.email == .same && !context.emailIsShared,
            comparison.nhsNumber == .same,
            homeAgrees,
        ].count(where: \.self)
    }

    /// Whether a namesake is as likely as a person who moved and changed their phone.
    var homeAndPhoneDiffer: Bool {
        (comparison.address == .different || comparison.address == .district) && comparison.phone == .different
    }

    func isRare(below limit: Double) -> Bool {
        guard let expectedNamesakes = context.expectedNamesakes else { return false }
        return expectedNamesakes < limit
    }
}

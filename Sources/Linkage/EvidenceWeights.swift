import Foundation

/// Bits of evidence for each level of a comparison, set by hand: they order candidates and make the margin to the
/// runner-up.
///
/// What is certain is decided by ``DeterministicRules``, not by a threshold on these.
enum EvidenceWeights {
    /// What each comparison adds to the score, for people to read: the sum is ``score(_:_:)``.
    static func waterfall(_ comparison: Comparison, _ context: PairContext) -> Waterfall {
        let names =
            "\(comparison.givenName), \(comparison.familyName)" + (comparison.namesAreSwapped ? ", exchanged" : "")
        let phone = contact(comparison.phone, isShared: context.phoneIsShared)
        let email = contact(comparison.email, isShared: context.emailIsShared)
        let steps: [(String, String, Double)] = [
            ("given and family name", names, name(comparison, context)),
            ("birth date", "\(comparison.birthDate)", birthDate(comparison.birthDate)),
            ("address", "\(comparison.address)", address(comparison.address)),
            ("phone", "\(comparison.phone)", phone),
            ("e-mail", "\(comparison.email)", email),
            ("sex", "\(comparison.sex)", agreement(comparison.sex, same: 1, different: -5)),
            ("middle name", "\(comparison.middleName)", agreement(comparison.middleName, same: 3, different: -2)),
            ("NHS number", "\(comparison.nhsNumber)", agreement(comparison.nhsNumber, same: 18, different: -8)),
        ]
        return Waterfall(steps: steps.map { Waterfall.Step(comparison: $0.0, level: $0.1, bits: $0.2) })
    }

    static func score(_ comparison: Comparison, _ context: PairContext) -> Double {
        name(comparison, context)
            + birthDate(comparison.birthDate)
            + address(comparison.address)
            + contact(comparison.phone, isShared: context.phoneIsShared)
            + contact(comparison.email, isShared: context.emailIsShared)
            + agreement(comparison.sex, same: 1, different: -5)
            + agreement(comparison.middleName, same: 3, different: -2)
            + agreement(comparison.nhsNumber, same: 18, different: -8)
    }

    /// A rare name that agrees is worth more than a common one, within limits.
    private static func name(_ comparison: Comparison, _ context: PairContext) -> Double {
        let exchange = comparison.namesAreSwapped ? -2.0 : 0
        if comparison.givenName == .exact, comparison.familyName == .exact, let namesakes = context.expectedNamesakes {
            return min(18, max(8, 2 - log2(namesakes))) + exchange
        }
        return given(comparison.givenName) + family(comparison.familyName) + exchange
    }

    private static func given(_ level: Comparison.GivenName) -> Double {
        switch level {
        case .exact: 7
        case .anotherToken, .variant, .close: 5
        case .similar: 2.5
        case .initial: 2
        case .different: -5
        case .missing: 0
        }
    }

    private static func family(_ level: Comparison.FamilyName) -> Double {
        switch level {
        case .exact: 8
        case .previous: 7
        case .part, .close: 6
        case .similar: 3
        case .different: -4
        case .missing: 0
        }
    }

    private static func birthDate(_ level: Comparison.BirthDate) -> Double {
        switch level {
        case .exact: 13
        case .exactFirstOfJanuary: 8
        case .swapped: 8
        case .onePartDiffers: 4
        case .partial: 3
        case .different: -10
        case .missing: 0
        }
    }

    private static func address(_ level: Comparison.Address) -> Double {
        switch level {
        case .postcodeAndHouse: 11
        case .postcode: 8
        case .previousPostcode, .houseAndClosePostcode: 7
        case .district: 2
        case .different: -1
        case .missing: 0
        }
    }

    private static func contact(_ level: Comparison.Contact, isShared: Bool) -> Double {
        switch level {
        case .same: isShared ? 4 : 13
        case .oneEdit: 7
        case .different: -1
        case .missing: 0
        }
    }

    private static func agreement(_ level: Comparison.Agreement, same: Double, different: Double) -> Double {
        switch level {
        case .same: same
        case .different: different
        case .missing: 0
        }
    }
}

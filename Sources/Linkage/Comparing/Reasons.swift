extension Comparison {
    /// What agrees and what does not, most telling first, in words for a nurse.
    ///
    /// Says which fields, never what they hold; says nothing of fields that one record lacks.
    public var reasons: [String] {
        [
            nhsNumber.reason(of: "NHS number"),
            givenName.reason,
            familyName.reason,
            middleName == .different ? "different middle names" : nil,
            birthDate.reason,
            sex == .different ? "sex differs" : nil,
            phone.reason(of: "phone"),
            email.reason(of: "e-mail"),
            address.reason,
        ].compactMap(\.self)
    }
}

extension Comparison.GivenName {
    fileprivate var reason: String? {
        switch self {
        case .exact: "same given name"
        case .anotherToken: "given name is another given or middle name"
        case .variant: "given name is a form of the same name"
        case .close: "given name nearly the same"
        case .similar: "given name similar"
        case .swapped: "given and family names exchanged"
        case .initial: "given name only an initial"
        case .distant: "given name faintly similar"
        case .different: "given name differs"
        case .missing: nil
        }
    }
}

extension Comparison.FamilyName {
    fileprivate var reason: String? {
        switch self {
        case .exact: "same family name"
        case .previous: "family name is a previous family name"
        case .part: "family name is part of a double name"
        case .close: "family name nearly the same"
        case .similar: "family name similar"
        case .distant: "family name faintly similar"
        case .differentOfWoman, .different: "family name differs"
        case .missing: nil
        }
    }
}

extension Comparison.BirthDate {
    fileprivate var reason: String? {
        switch self {
        case .exact: "same birth date"
        case .exactFirstOfJanuary: "same birth date, a 1 January"
        case .swapped: "day and month of birth exchanged"
        case .yearWithFirstOfJanuary: "same year of birth, once with 1 January"
        case .oneDigitDiffers: "birth date differs in one digit"
        case .onePartDiffers: "birth date differs in one part"
        case .partial: "birth date agrees as far as it is known"
        case .different: "birth date differs"
        case .missing: nil
        }
    }
}

extension Comparison.Address {
    fileprivate var reason: String? {
        switch self {
        case .postcodeAndHouse: "same postcode and house number"
        case .streetAndHouse: "same house and street"
        case .postcode: "same postcode, now or before"
        case .houseAndClosePostcode: "same house number, postcode nearly the same"
        case .street: "same street, another house"
        case .district: "same postcode district"
        case .area: "same town or postcode area"
        case .different: "address differs"
        case .missing: nil
        }
    }
}

extension Comparison.Contact {
    fileprivate func reason(of field: String) -> String? {
        switch self {
        case .same: "same \(field)"
        case .oneEdit: "\(field) nearly the same"
        case .different: "\(field) differs"
        case .missing: nil
        }
    }
}

extension Comparison.Agreement {
    fileprivate func reason(of field: String) -> String? {
        switch self {
        case .same: "same \(field)"
        case .different: "\(field) differs"
        case .missing: nil
        }
    }
}

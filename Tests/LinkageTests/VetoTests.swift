import Testing

@testable import Linkage

/// What two records say, step by step towards too little.
@Suite struct VetoTests {
    private static let home = Comparison.Address.postcodeAndHouse

    @Test func `nothing is forbidden where everything agrees`() {
        #expect(vetoes(Comparison(address: Self.home, phone: .same)) == [])
    }

    @Test func `a second name in place of the first needs a contact of one's own and the whole birth date`() {
        #expect(vetoes(Comparison(.anotherToken, phone: .same)) == [])
        #expect(vetoes(Comparison(.anotherToken, address: Self.home)) == [.differentGivenName])
        let nearly = Comparison(.anotherToken, birthDate: .oneDigitDiffers, address: Self.home, phone: .same)
        #expect(vetoes(nearly) == [.differentGivenName])
    }

    @Test func `an initial needs two identifiers, one of them strong`() {
        #expect(vetoes(Comparison(.initial, address: Self.home, phone: .same)) == [])
        #expect(vetoes(Comparison(.initial, phone: .same)) == [.differentGivenName])
        #expect(vetoes(Comparison(.initial, address: Self.home)) == [.differentGivenName])
    }

    @Test(arguments: [Comparison.BirthDate.partial, .missing])
    func `a birth date that is not known whole needs two identifiers, one of them strong`(_ date: Comparison.BirthDate)
    {
        #expect(vetoes(Comparison(birthDate: date, address: Self.home, phone: .same)) == [])
        #expect(vetoes(Comparison(birthDate: date, phone: .same)) == [.differentBirthDate])
        #expect(vetoes(Comparison(birthDate: date, address: Self.home)) == [.differentBirthDate])
    }

    @Test func `a contact that others use is no identifier`() {
        var context = PairContext()
        #expect(vetoes(Comparison(email: .same), context) == [])
        #expect(vetoes(Comparison(phone: .same), context) == [])
        context.emailIsShared = true
        context.phoneIsShared = true
        #expect(vetoes(Comparison(email: .same), context) == [.onlyNameAndBirthDate])
        #expect(vetoes(Comparison(phone: .same), context) == [.onlyNameAndBirthDate])
        #expect(vetoes(Comparison(.initial, address: Self.home, email: .same), context) == [.differentGivenName])
    }

    @Test func `name and birth date are enough where less than a hundredth of another such person is expected`() {
        // Of 18,000 birth dates: 180 namesakes make a hundredth.
        #expect(vetoes(Comparison(), Self.namesakes(180)) == [])
        #expect(vetoes(Comparison(), Self.namesakes(181)) == [.onlyNameAndBirthDate])
        #expect(vetoes(Comparison(), Self.namesakes(1, of: 9_999)) == [.onlyNameAndBirthDate])
    }

    @Test func `a slip in the birth date is one where hardly anybody else bears the name`() {
        let slip = Comparison(birthDate: .oneDigitDiffers, phone: .same)
        // Of 18,000 birth dates: 5.4 namesakes make three in ten thousand.
        #expect(vetoes(slip, Self.namesakes(5)) == [])
        #expect(vetoes(slip, Self.namesakes(6)) == [.differentBirthDate])
        #expect(
            vetoes(Comparison(birthDate: .oneDigitDiffers, email: .different), Self.namesakes(1))
                .contains(.differentBirthDate))
    }

    @Test func `another sex is a slip where a contact and both names agree`() {
        #expect(vetoes(Comparison(sex: .different, phone: .same)) == [])
        #expect(vetoes(Comparison(.variant, sex: .different, phone: .same)) == [.differentSex])
        #expect(vetoes(Comparison(sex: .different, address: Self.home)) == [.differentSex])
    }

    private func vetoes(_ comparison: Comparison, _ context: PairContext = PairContext()) -> [Veto] {
        Evidence(comparison: comparison, context: context).vetoes.list
    }

    /// So many people under the pair of names.
    private static func namesakes(_ count: Int32, of size: Int = 12_000) -> PairContext {
        var context = PairContext()
        context.names = NameCounts(given: count, family: 1, pair: count, size: size)
        return context
    }
}

extension Comparison {
    /// Names, birth date and sex agree, and nothing else is known, but for what is said.
    fileprivate init(
        _ givenName: GivenName = .exact, birthDate: BirthDate = .exact, sex: Agreement = .same,
        address: Address = .missing, phone: Contact = .missing, email: Contact = .missing
    ) {
        self.init(
            givenName: givenName, familyName: .exact, middleName: .missing, birthDate: birthDate, sex: sex,
            address: address, phone: phone, email: email, nhsNumber: .missing, country: .missing)
    }
}

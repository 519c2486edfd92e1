import Linkage
import Testing

@Suite struct BlockingKeysTests {
    /// Keys are stored: a change here means that every stored key is stale.
    @Test func `keys never change`() {
        let record = Normaliser.normalise(
            LinkageRecord(
                id: "1", givenNames: "Mary Anne", familyName: "Smith", previousFamilyNames: ["Jones"],
                birthDate: .init(year: 1985, month: 7, day: 14), postcode: "LS1 4AB", phone: "07123456789",
                email: "m@mail.example", nhsNumber: "9990000018"))
        #expect(
            record.blockingKeys == [
                0x13ad_0e9f_a295_2162, 0x2237_bd52_bd04_8233, 0x4583_5647_9687_1791, 0x6f4e_a17a_5bb7_65ed,
                0x903e_e45b_a9df_2645, 0x98ba_93c3_3e2b_a050, 0xac15_1975_938c_77eb, 0xbb2a_d98b_eb5d_aa02,
                0xc0a6_4b73_8062_4791, 0xce8b_887c_76db_6b8f, 0xd731_954d_6c3c_8ad2, 0xe0a2_8abb_0fd0_14c4,
            ])
    }

    @Test func `no record has more than the stated count, and keys are ascending`() {
        var village = Village(seed: 3)
        for person in village.people(500) {
            let keys = Normaliser.normalise(person).blockingKeys
            #expect(keys.count <= NormalisedRecord.maximumOfBlockingKeys)
            #expect(zip(keys, keys.dropFirst()).allSatisfy(<))
        }
    }

    @Test("Two records of one person meet", arguments: TruePair.all)
    func meeting(_ pair: TruePair) {
        let keys = Set(Normaliser.normalise(pair.query).blockingKeys)
        #expect(!keys.isDisjoint(with: Normaliser.normalise(pair.reference).blockingKeys))
    }

    @Test func `a record without anything has no keys`() {
        #expect(Normaliser.normalise(LinkageRecord(id: "1")).blockingKeys.isEmpty)
    }
}

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
                0x0a2e_2f6a_0ae6_13b8, 0x20b4_c4d9_3652_84ca, 0x28a9_3053_5777_7904, 0x3351_45ac_9f1a_2aac,
                0x3434_be4d_9e26_8eb8, 0x3a44_645c_3b48_ee4c, 0x609f_e58e_3496_c491, 0x614c_2edc_5fed_1250,
                0x757e_ec8b_e715_e798, 0x906b_030c_f7b6_4602, 0xbe3d_e925_f146_93ca, 0xcd8a_26c1_283d_6b7c,
                0xd648_0c9e_fd63_efca, 0xd876_f456_244c_d0a6, 0xfbd4_d871_1400_6702,
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

import Linkage
import Testing

/// Two records of one person that must be found and be certain.
struct TruePair: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let query: LinkageRecord
    let reference: LinkageRecord

    private init(_ description: String, _ change: (inout LinkageRecord) -> Void) {
        testDescription = description
        reference = Self.person
        var query = Self.person
        query.id = "T1"
        query.previousPostcode = ""
        query.nhsNumber = ""
        change(&query)
        self.query = query
    }

    private static let person = LinkageRecord(
        id: "P1", givenNames: "Wilhelmina Rose", middleNames: "Ada", familyName: "Featherstone",
        birthDate: .init(year: 1985, month: 7, day: 14), sex: .female, addressLine: "14 Mill Lane",
        postcode: "LS1 4AB", previousPostcode: "HX3 2DE", phone: "07123 456789", email: "wr.feather@mail.example",
        nhsNumber: "999 000 0018")

    static let all = [
        TruePair("nothing differs") { _ in },
        TruePair("married, same phone") {
            $0.familyName = "Okonkwo"
            $0.email = ""
            $0.addressLine = "2 High Street"
            $0.postcode = "BD1 1AA"
        },
        TruePair("married, previous name given, moved") {
            $0.previousFamilyNames = ["Featherstone"]
            $0.familyName = "Okonkwo"
            $0.postcode = "BD1 1AA"
            $0.phone = ""
        },
        TruePair("names exchanged") {
            swap(&$0.givenNames, &$0.familyName)
            $0.phone = ""
            $0.email = ""
        },
        TruePair("moved, same phone") {
            $0.addressLine = "2 High Street"
            $0.postcode = "BD1 1AA"
            $0.email = ""
        },
        TruePair("moved, reference knows the old postcode") {
            $0.postcode = "HX32DE"
            $0.phone = ""
            $0.email = ""
        },
        TruePair("phone with country code, name in capitals") {
            $0.givenNames = "WILHELMINA"
            $0.familyName = "FEATHERSTONE"
            $0.phone = "+447123456789"
            $0.postcode = ""
        },
        TruePair("double family name") {
            $0.familyName = "Featherstone-Okonkwo"
            $0.email = ""
        },
        TruePair("family name mistyped, same home") {
            $0.familyName = "Featherston"
            $0.phone = ""
            $0.email = ""
        },
        TruePair("called by the second name") {
            $0.givenNames = "Rose"
            $0.email = ""
        },
        TruePair("day and month exchanged, same phone and home") {
            $0.birthDate = .init(year: 1985, month: 14, day: 7)
            $0.email = ""
        },
        TruePair("day mistyped, same phone and e-mail") {
            $0.birthDate = .init(year: 1985, month: 7, day: 15)
            $0.postcode = ""
        },
        TruePair("NHS number known, moved") {
            $0.nhsNumber = "9990000018"
            $0.postcode = "BD1 1AA"
            $0.phone = ""
            $0.email = ""
        },
        TruePair("postcode with a letter for a digit") {
            $0.postcode = "LSI4AB"
            $0.phone = ""
            $0.email = ""
        },
    ]
}

import Foundation
import Testing

@testable import Store
@testable import Web

private struct Everything: Encodable {
    struct Part: Encodable {
        let siteName: String
        let isPrimarySource: Bool
        let nothing: String?
    }

    let nhsNumber = "999 \"quoted\" back\\slash / \u{1} \t \n नेहा 😀"
    let personID = UUID()
    let temporaryIDs = ["T1", "T2"]
    let doseNumber = 2
    let small: Int32 = -7
    let share = 0.25
    let whole = 12.0
    let createdAt = Date(timeIntervalSince1970: 1_700_000_000)
    let counts = ["known_person": 1, "Enrolled": 2]
    let parts = [Part(siteName: "Hub", isPrimarySource: true, nothing: nil)]
    let none: [Part] = []
    let document = JSONValue.object(["a": .list([.null, .flag(false), .number(1), .text("b")])])
}

@Suite struct `an answer` {
    @Test func `says what Foundation's encoder says`() throws {
        let value = Everything()
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        let own = try JSONSerialization.jsonObject(with: Data(SnakeCaseEncoder.bytes(value)))
        let theirs = try JSONSerialization.jsonObject(with: encoder.encode(value))
        #expect(try #require(own as? NSDictionary) == theirs as? NSDictionary)
    }

    @Test func `names its fields in the order in which the type does`() throws {
        let text = String(decoding: try SnakeCaseEncoder.bytes(Everything()), as: UTF8.self)
        let names = ["nhs_number", "person_id", "temporary_i_ds", "dose_number", "created_at", "parts", "site_name"]
        let places = names.compactMap { text.range(of: "\"\($0)\":")?.lowerBound }
        #expect(places.count == names.count && places == places.sorted())
    }
}

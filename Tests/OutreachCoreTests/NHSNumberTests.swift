import Foundation
import Testing

@testable import OutreachCore

@Suite struct `An NHS number` {
    @Test(arguments: [
        "9990000018", "999 000 0018", "999-000-0018", " 9990000018\t", "999\u{A0}000\u{A0}0018",
        "999\u{2009}000\u{202F}0018", "999\u{2011}000\u{2013}0018", "9 9 9 0 0 0 0 0 1 8", "999\u{AD}0000018",
    ])
    func `is read with any spaces and hyphens`(_ text: String) throws {
        let number = try NHSNumber(parsing: text)
        #expect(number.digits == "9990000018")
        #expect(number.formatted == "999 000 0018")
        #expect(number.isTestNumber)
        #expect(number.range == .neverIssued)
    }

    @Test(arguments: [
        ("", NHSNumber.ParseError.wrongLength(0)),
        ("999000001", .wrongLength(9)),
        ("99900000180", .wrongLength(11)),
        ("٩٩٩٠٠٠٠٠١٨", .notDigits),
        ("９９９０００００１８", .notDigits),
        ("999 000 001X", .notDigits),
        ("999_000_0018", .notDigits),
        ("999000001O", .notDigits),
        ("+9990000018", .notDigits),
        ("9.99E+09", .notDigits),
        ("9990000019", .checkDigit),
        ("9990000081", .checkDigit),
    ])
    func `is refused with a reason that does not repeat it`(_ text: String, _ reason: NHSNumber.ParseError) {
        #expect(throws: reason) { try NHSNumber(parsing: text) }
        if text.count > 2 {
            #expect(!reason.advice.contains(text))
        }
    }

    @Test(arguments: TenDigitNumbers.tests(count: 200))
    func `is refused with any one digit wrong or two neighbours swapped`(_ text: String) {
        let digits = Array(text)
        #expect(throws: Never.self) { try NHSNumber(parsing: text) }
        for position in digits.indices {
            for digit in TenDigitNumbers.digits where digit != digits[position] {
                var wrong = digits
                wrong[position] = digit
                #expect(throws: NHSNumber.ParseError.checkDigit) { try NHSNumber(parsing: String(wrong)) }
            }
        }
        for position in digits.indices.dropLast() where digits[position] != digits[position + 1] {
            var swapped = digits
            swapped.swapAt(position, position + 1)
            #expect(throws: NHSNumber.ParseError.checkDigit) { try NHSNumber(parsing: String(swapped)) }
        }
    }

    @Test func `has no check digit where the rule asks for ten`() {
        let impossible = (0..<1000).map { "999000\($0 + 100)" }.prefix(900).filter {
            TenDigitNumbers.complete($0) == nil
        }
        #expect(!impossible.isEmpty)
        for nine in impossible {
            for check in 0...9 {
                #expect(throws: NHSNumber.ParseError.checkDigit) { try NHSNumber(parsing: nine + String(check)) }
            }
        }
    }

    @Test(arguments: [
        ("0101", "00001", NHSNumber.ParseError.belongsToScotland),
        ("3112", "99999", .belongsToScotland),
        ("3200", "00000", .belongsToNorthernIreland),
        ("3999", "99999", .belongsToNorthernIreland),
        ("8000", "00000", .belongsToIreland),
        ("0000", "00000", .unallocatedRange),
        ("0099", "99999", .unallocatedRange),
        ("3113", "00000", .unallocatedRange),
        ("5000", "00000", .unallocatedRange),
        ("8600", "00000", .unallocatedRange),
    ])
    func `of another range is refused by its owner's name`(
        _ first: String, _ rest: String, _ reason: NHSNumber.ParseError
    ) throws {
        let number = try #require(TenDigitNumbers.complete(first + rest))
        #expect(throws: reason) { try NHSNumber(parsing: number) }
    }

    @Test(arguments: [
        (99, NHSNumber.Range.unallocated), (100, .scotland), (3112, .scotland), (3113, .unallocated),
        (3199, .unallocated), (3200, .northernIreland), (3999, .northernIreland), (4000, .englandWalesIsleOfMan),
        (4999, .englandWalesIsleOfMan), (5000, .reserved), (5999, .reserved), (6000, .englandWalesIsleOfMan),
        (7999, .englandWalesIsleOfMan), (8000, .ireland), (8599, .ireland), (8600, .unallocated), (8999, .unallocated),
        (9000, .neverIssued), (9999, .neverIssued),
    ])
    func `lies in the range that its first four digits name`(_ millions: Int, _ range: NHSNumber.Range) {
        #expect(NHSNumber.Range(of: millions * 1_000_000) == range)
        #expect(NHSNumber.Range(of: millions * 1_000_000 + 999_999) == range)
    }

    @Test func `travels as a string and is checked when it comes back`() throws {
        let number = try NHSNumber(parsing: "999 000 0018")
        let json = try JSONEncoder().encode([number])
        #expect(String(decoding: json, as: UTF8.self) == #"["9990000018"]"#)
        #expect(try JSONDecoder().decode([NHSNumber].self, from: json) == [number])
        let wrong = Data(#"["9990000019"]"#.utf8)
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode([NHSNumber].self, from: wrong) }
        #expect(error.map { !"\($0)".contains("999") } == true)
    }
}

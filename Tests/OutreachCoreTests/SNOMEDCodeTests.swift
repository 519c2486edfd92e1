import Testing

@testable import OutreachCore

@Suite struct `A SNOMED code` {
    private static let known: [SNOMEDCode] =
        VaccineProduct.all.map(\.code) + BodySite.allCases.map(\.code) + Route.allCases.map(\.code)
        + Disease.allCases.flatMap { disease in [disease.code] + (1...4).map(disease.procedure(dose:)) }
        + [DoseVolume.unit]

    @Test(arguments: known)
    func `of the tables passes its own checks`(_ code: SNOMEDCode) throws {
        #expect(try SNOMEDCode(parsing: code.canonical) == code)
    }

    @Test(arguments: known)
    func `is refused with any one digit wrong or two neighbours swapped`(_ code: SNOMEDCode) {
        let digits = Array(code.canonical)
        for position in digits.indices {
            for digit in TenDigitNumbers.digits where digit != digits[position] {
                var wrong = digits
                wrong[position] = digit
                #expect(throws: SNOMEDCode.ParseError.self) { try SNOMEDCode(parsing: String(wrong)) }
            }
        }
        for position in digits.indices.dropLast() where digits[position] != digits[position + 1] {
            var swapped = digits
            swapped.swapAt(position, position + 1)
            #expect(throws: SNOMEDCode.ParseError.self) { try SNOMEDCode(parsing: String(swapped)) }
        }
    }

    @Test(arguments: [
        ("", SNOMEDCode.ParseError.wrongLength), ("61420", .wrongLength), ("084053900", .wrongLength),
        ("6142004 ", .notDigits), ("6.14E+06", .notDigits), ("٦١٤٢٠٠٤", .notDigits), ("6142005", .checkDigit),
        ("1324681000000100", .checkDigit), ("39114911000001105000", .wrongLength),
    ])
    func `is refused with a reason`(_ text: String, _ reason: SNOMEDCode.ParseError) {
        #expect(throws: reason) { try SNOMEDCode(parsing: text) }
    }

    @Test func `of a description is refused`() throws {
        let candidates = (0...9).map { "6142011\($0)" }
        let description = try #require(candidates.first { Verhoeff.accepts($0.utf8.map { $0 - 48 }) })
        #expect(throws: SNOMEDCode.ParseError.notAConcept) { try SNOMEDCode(parsing: description) }
    }

    @Test func `names one product only`() {
        #expect(Set(VaccineProduct.all.map(\.code)).count == VaccineProduct.all.count)
        for product in VaccineProduct.all {
            #expect(VaccineProduct.product(product.code) == product)
            #expect(product.minimumInterval <= VaccineProduct.intervalOfUnknownProduct)
        }
        #expect(VaccineProduct.product(DoseVolume.unit) == nil)
    }

    @Test(arguments: [(50, "0.5 ml"), (30, "0.3 ml"), (25, "0.25 ml"), (100, "1.0 ml"), (5, "0.05 ml"), (0, "0.0 ml")])
    func `goes with an exact volume`(_ hundredths: Int, _ text: String) {
        #expect(DoseVolume(hundredthsOfMillilitre: hundredths).description == text)
    }

    @Test func `goes with a batch number in one writing`() throws {
        #expect(try BatchNumber(parsing: " ab-123/4  x ").canonical == "AB-123/4 X")
        for text in ["", " ", "=cmd", "A\u{0}", String(repeating: "A", count: 51), "Ä1"] {
            #expect(throws: BatchNumber.ParseError.notABatchNumber) { try BatchNumber(parsing: text) }
        }
    }
}

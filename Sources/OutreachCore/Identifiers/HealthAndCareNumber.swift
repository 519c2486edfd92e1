/// The Health and Care number of Northern Ireland: ten digits, the first two from 32 to 39.
///
/// A value has passed the Modulus 11 check. Like a CHI number it is kept and never sent to the Personal
/// Demographics Service.
///
/// Source: NHS Data Dictionary, data element *HEALTH AND CARE NUMBER*.
public struct HealthAndCareNumber: ParsedText, PersonalData {
    /// The ten digits without spaces.
    public let digits: String

    public var canonical: String { digits }

    /// Reads an H&C number as people write it: ten digits, with or without spaces or hyphens.
    ///
    /// - Throws: ``ParseError``, which never carries the text: it may identify a person.
    public init(parsing text: String) throws(ParseError) {
        let digits: TenDigits
        do {
            digits = try TenDigits(text)
        } catch {
            throw ParseError(error)
        }
        guard digits.passesModulus11 else { throw .checkDigit }
        guard NHSNumber.Range(of: digits.number) == .northernIreland else { throw .outsideRange }
        self.digits = digits.text
    }
}

extension HealthAndCareNumber {
    /// Why a text is not an H&C number.
    public enum ParseError: InputFault, Hashable {
        /// So many digits, where ten are needed.
        case wrongLength(Int)
        case notDigits
        case checkDigit
        /// The check digit is right, but the number belongs to another health service or to none.
        case outsideRange

        init(_ fault: TenDigits.Fault) {
            switch fault {
            case .wrongLength(let count): self = .wrongLength(count)
            case .notDigits: self = .notDigits
            }
        }

        public var code: String {
            switch self {
            case .wrongLength: "health_and_care_number_wrong_length"
            case .notDigits: "health_and_care_number_not_digits"
            case .checkDigit: "health_and_care_number_check_digit"
            case .outsideRange: "health_and_care_number_outside_range"
            }
        }

        public var advice: String {
            switch self {
            case .wrongLength(let count): "An H&C number has 10 digits, this has \(count). Check it and enter it again."
            case .notDigits: "Enter the H&C number with the digits 0 to 9 only."
            case .checkDigit: "One digit of the H&C number is wrong or two are swapped. Compare it with the letter."
            case .outsideRange: "H&C numbers start with 32 to 39. If this is an NHS or CHI number, enter it as that."
            }
        }
    }
}

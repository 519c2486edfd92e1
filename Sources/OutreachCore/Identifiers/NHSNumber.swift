/// The ten-digit number that identifies a patient in England, Wales and the Isle of Man.
///
/// A value of this type has always passed the Modulus 11 check and lies in a range that the NHS of England and
/// Wales uses or tests with. It says nothing about whether the number was ever issued: only a trace tells that.
///
/// Source: NHS Data Dictionary, data element *NHS NUMBER*.
public struct NHSNumber: ParsedText, PersonalData {
    /// The digits without spaces, for example `"9990000018"`.
    public let digits: String

    /// Which of the ranges in use the number lies in.
    public let range: Range

    public var canonical: String { digits }

    /// The digits in groups of three, three and four, the form to show and to print.
    public var formatted: String {
        "\(digits.prefix(3)) \(digits.dropFirst(3).prefix(3)) \(digits.suffix(4))"
    }

    /// Whether the number starts with 999, the part of the never issued range that is kept for tests.
    public var isTestNumber: Bool { digits.hasPrefix("999") }

    /// Reads an NHS number as people write it: ten digits, with or without spaces or hyphens.
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
        let range = Range(of: digits.number)
        switch range {
        case .englandWalesIsleOfMan, .neverIssued: break
        case .scotland: throw .belongsToScotland
        case .northernIreland: throw .belongsToNorthernIreland
        case .ireland: throw .belongsToIreland
        case .unallocated, .reserved: throw .unallocatedRange
        }
        self.digits = digits.text
        self.range = range
    }
}

extension NHSNumber {
    /// Why a text is not an NHS number.
    public enum ParseError: InputFault, Hashable {
        /// So many digits, where ten are needed.
        case wrongLength(Int)
        case notDigits
        case checkDigit
        /// A CHI number: read it as a ``CHINumber``.
        case belongsToScotland
        /// An H&C number: read it as a ``HealthAndCareNumber``.
        case belongsToNorthernIreland
        /// An Individual Health Identifier of the Republic of Ireland.
        case belongsToIreland
        /// The check digit is right, but no patient has a number there.
        case unallocatedRange

        init(_ fault: TenDigits.Fault) {
            switch fault {
            case .wrongLength(let count): self = .wrongLength(count)
            case .notDigits: self = .notDigits
            }
        }

        public var code: String {
            switch self {
            case .wrongLength: "nhs_number_wrong_length"
            case .notDigits: "nhs_number_not_digits"
            case .checkDigit: "nhs_number_check_digit"
            case .belongsToScotland: "nhs_number_is_chi_number"
            case .belongsToNorthernIreland: "nhs_number_is_health_and_care_number"
            case .belongsToIreland: "nhs_number_is_irish"
            case .unallocatedRange: "nhs_number_unallocated"
            }
        }

        public var advice: String {
            switch self {
            case .wrongLength(let count): "An NHS number has 10 digits, this has \(count). Check it and enter it again."
            case .notDigits: "Enter the NHS number with the digits 0 to 9 only."
            case .checkDigit: "One digit of the NHS number is wrong or two are swapped. Compare it with the letter."
            case .belongsToScotland: "This is a Scottish CHI number. Enter it as the CHI number."
            case .belongsToNorthernIreland: "This is a Northern Irish H&C number. Enter it as the H&C number."
            case .belongsToIreland: "This is a number of the Republic of Ireland. Leave the NHS number empty."
            case .unallocatedRange: "No patient has such an NHS number. Check it, or leave it empty."
            }
        }
    }
}

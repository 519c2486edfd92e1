/// The Community Health Index number of Scotland: day, month and two-digit year of birth, then four digits.
///
/// A value has passed the Modulus 11 check and starts with a date that exists. It is kept as an identifier and
/// never sent to the Personal Demographics Service, which knows only England, Wales and the Isle of Man.
///
/// Source: NHS Data Dictionary, data element *COMMUNITY HEALTH INDEX NUMBER*.
public struct CHINumber: ParsedText, PersonalData {
    /// The ten digits without spaces.
    public let digits: String

    public var canonical: String { digits }

    /// The sex at the time when the number was issued: the ninth digit is odd for male, even for female.
    ///
    /// It is not the person's gender today, so it is compared only with a recorded male or female, and a
    /// difference is never a reason to refuse.
    public let sexAtIssue: Sex

    private let day: Int
    private let month: Int
    private let twoDigitYear: Int

    /// Reads a CHI number as people write it: ten digits, with or without spaces or hyphens.
    ///
    /// - Throws: ``ParseError``, which never carries the text: it holds a date of birth.
    public init(parsing text: String) throws(ParseError) {
        let digits: TenDigits
        do {
            digits = try TenDigits(text)
        } catch {
            throw ParseError(error)
        }
        (day, month, twoDigitYear) = (digits[0..<2], digits[2..<4], digits[4..<6])
        sexAtIssue = digits.values[8].isMultiple(of: 2) ? .female : .male
        self.digits = digits.text
        guard (1...12).contains(month), birthDates.contains(where: { $0 != nil }) else { throw .noSuchDate }
        guard digits.passesModulus11 else { throw .checkDigit }
    }

    /// The date of birth in the number: of the two possible centuries the later that is not in the future.
    ///
    /// - Returns: `nil` where the only possible date is still to come on `today`.
    public func birthDate(asOf today: CalendarDate) -> CalendarDate? {
        birthDates.compactMap(\.self).last { $0 <= today }
    }

    private var birthDates: [CalendarDate?] {
        [1900, 2000].map { CalendarDate(year: $0 + twoDigitYear, month: month, day: day) }
    }
}

extension CHINumber {
    /// Why a text is not a CHI number.
    public enum ParseError: InputFault, Hashable {
        /// So many digits, where ten are needed.
        case wrongLength(Int)
        case notDigits
        /// The first six digits are no date, whatever the century.
        case noSuchDate
        case checkDigit

        init(_ fault: TenDigits.Fault) {
            switch fault {
            case .wrongLength(let count): self = .wrongLength(count)
            case .notDigits: self = .notDigits
            }
        }

        public var code: String {
            switch self {
            case .wrongLength: "chi_number_wrong_length"
            case .notDigits: "chi_number_not_digits"
            case .noSuchDate: "chi_number_no_such_date"
            case .checkDigit: "chi_number_check_digit"
            }
        }

        public var advice: String {
            switch self {
            case .wrongLength(let count): "A CHI number has 10 digits, this has \(count). Check it and enter it again."
            case .notDigits: "Enter the CHI number with the digits 0 to 9 only."
            case .noSuchDate: "A CHI number starts with a date of birth, day first. Check the first six digits."
            case .checkDigit: "One digit of the CHI number is wrong or two are swapped. Compare it with the letter."
            }
        }
    }
}

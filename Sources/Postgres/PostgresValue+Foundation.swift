public import Foundation

extension UUID: PostgresValue {
    /// In lower case, as PostgreSQL writes it.
    ///
    /// Foundation's text goes through `snprintf` and takes ten times as long.
    public var postgresText: String? {
        String(unsafeUninitializedCapacity: Self.textLength, initializingUTF8With: write(_:))
    }

    /// Without quotes: ids of people are what arrays hold most.
    public func appendElement(to array: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.textLength) { text in
            _ = write(text)
            array.append(contentsOf: text)
        }
    }

    private static let textLength = 36

    /// Writes the text and answers its length.
    private func write(_ text: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var place = 0
        withUnsafeBytes(of: uuid) { bytes in
            for index in bytes.indices {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    text[place] = UInt8(ascii: "-")
                    place += 1
                }
                text[place] = (bytes[index] >> 4).hexadecimalDigit
                text[place + 1] = (bytes[index] & 0xf).hexadecimalDigit
                place += 2
            }
        }
        return place
    }

    public init?(postgresText: String) {
        var text = postgresText
        guard let words = text.withUTF8(Self.words) else { return nil }
        self = withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian)) { UUID(uuid: $0.load(as: uuid_t.self)) }
    }

    /// The two halves of a text of 36 characters.
    private static func words(_ text: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
        guard text.count == 36 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for place in text.indices {
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard text[place] == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = UInt8(hexadecimalDigit: text[place]).map(UInt64.init) else { return nil }
            if place < 18 { words.0 = words.0 << 4 | digit } else { words.1 = words.1 << 4 | digit }
        }
        return words
    }
}

/// A point in time (`timestamptz`), exact to the microsecond. Sessions run with `TimeZone = UTC` and ISO dates.
extension Date: PostgresValue {
    public var postgresText: String? {
        let microseconds = Int64((timeIntervalSince1970 * 1_000_000).rounded())
        let (second, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let parts = Self.utcCalendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second],
            from: Date(timeIntervalSince1970: Double(fraction < 0 ? second - 1 : second)))
        guard let year = parts.year, let month = parts.month, let day = parts.day, let hour = parts.hour,
            let minute = parts.minute, let wholeSecond = parts.second
        else { return nil }
        let micros = fraction < 0 ? fraction + 1_000_000 : fraction
        return Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2) + " "
            + Self.padded(hour, 2) + ":" + Self.padded(minute, 2) + ":" + Self.padded(wholeSecond, 2) + "."
            + Self.padded(Int(micros), 6) + "+00"
    }

    /// Reads `2026-11-20 22:20:51.123456+00`, the form in which a session in UTC answers.
    public init?(postgresText: String) {
        var text = postgresText
        guard let seconds = text.withUTF8(Self.seconds) else { return nil }
        self.init(timeIntervalSince1970: seconds)
    }

    private static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        // Years of more than four digits and of before Christ are none of ours.
        guard text.count >= 22, text.suffix(3).elementsEqual("+00".utf8), text[4] == UInt8(ascii: "-"),
            let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10]),
            let hour = number(text[11..<13]), let minute = number(text[14..<16]), let second = number(text[17..<19]),
            1...12 ~= month, let micros = microseconds(text[19..<text.count - 3])
        else { return nil }
        let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
        return Double(seconds) + Double(micros) / 1_000_000
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }

    /// Of `.123`, with up to six digits; 0 of nothing.
    private static func microseconds(_ fraction: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let point = fraction.first else { return 0 }
        guard point == UInt8(ascii: "."), 2...7 ~= fraction.count, let number = number(fraction.dropFirst()) else {
            return nil
        }
        return (fraction.count..<7).reduce(number) { number, _ in number * 10 }
    }

    /// The days since 1970-01-01 in the calendar of Gregory.
    ///
    /// Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*, `days_from_civil`.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static let utcCalendar: Calendar = {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        return calendar
    }()

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}

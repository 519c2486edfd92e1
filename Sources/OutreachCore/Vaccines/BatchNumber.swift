/// The number of a vaccine's batch as printed on the vial, by which a faulty batch is traced to its people.
public struct BatchNumber: ParsedText, CustomStringConvertible {
    /// Capital letters, digits and the marks `-`, `/`, `.`, `_` and single spaces; at most 50 characters.
    public let canonical: String

    public var description: String { canonical }

    /// Reads a batch number in any case, so that one batch is one batch however it is typed.
    public init(parsing text: String) throws(ParseError) {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let batch = words.uppercasedASCII, (1...50).contains(batch.utf8.count),
            batch.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || "-/._ ".utf8.contains($0) })
        else { throw .notABatchNumber }
        canonical = batch
    }

    /// Why a text is not a batch number.
    public enum ParseError: InputFault, Hashable {
        case notABatchNumber

        public var code: String { "batch_number_not_a_batch_number" }

        public var advice: String { "Enter the batch number as printed on the vial: letters and digits." }
    }
}

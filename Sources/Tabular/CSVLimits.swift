/// How much of a table is read before it is refused.
///
/// Memory stays below a few times ``fieldBytes`` × ``columns``, whatever the file.
public struct CSVLimits: Hashable, Sendable {
    /// The size of the file; `nil` for no limit.
    public var bytes: Int?
    /// Rows below the first, without blank ones; `nil` for no limit.
    public var rows: Int?
    public var columns: Int
    /// The size of one cell in UTF-8.
    public var fieldBytes: Int
    /// Reading stops after so many errors: more help nobody.
    public var errors: Int

    public init(
        bytes: Int? = 10 * 1_024 * 1_024, rows: Int? = 50_000, columns: Int = 50, fieldBytes: Int = 10_000,
        errors: Int = 100
    ) {
        self.bytes = bytes
        self.rows = rows
        self.columns = columns
        self.fieldBytes = fieldBytes
        self.errors = errors
    }

    /// For files that people upload.
    public static let upload = CSVLimits()
    /// For extracts of a reference, of any length, that an operator loads.
    public static let reference = CSVLimits(bytes: nil, rows: nil)
}

/// In which order a source writes dates that consist of numbers only.
///
/// 03/04/1985 is two different days, and a spreadsheet does not say which. Whoever sends the dates declares the
/// order, for a file once; without a declaration such dates are refused and never guessed (hazard H10).
public enum DateOrder: String, Hashable, Codable, Sendable, CaseIterable {
    /// 14/07/1985, as in the United Kingdom.
    case dayFirst = "day_first"
    /// 07/14/1985, as in the United States.
    case monthFirst = "month_first"
    /// No order declared: the year stands first or the month has a name.
    case isoOnly = "iso_only"
}

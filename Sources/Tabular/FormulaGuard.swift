/// Keeps spreadsheets from running what a cell holds.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it, which spreadsheets understand as
/// "this is text". ``unguarded(_:)`` takes exactly that apostrophe away, so every text comes back as it was: a text
/// that already looks guarded is guarded once more.
///
/// Source: OWASP ASVS 5.0, 1.2.10; OWASP *CSV Injection* for the list of characters.
public enum FormulaGuard {
    /// The text with an apostrophe where it needs one.
    public static func guarded(_ text: String) -> String {
        needsGuard(text) ? "'" + text : text
    }

    /// What ``guarded(_:)`` was given.
    public static func unguarded(_ text: String) -> String {
        text.utf8.first == Byte.apostrophe && needsGuard(text) ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// Whether a formula begins behind any number of apostrophes.
    private static func needsGuard(_ text: String) -> Bool {
        let first = text.unicodeScalars.first { $0 != "'" }
        return first.map(beginners.contains) ?? false
    }

    /// The full-width forms are formulas to East Asian versions of Excel.
    private static let beginners: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}",
    ]
}

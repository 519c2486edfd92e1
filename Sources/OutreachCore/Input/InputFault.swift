/// Why a text that somebody entered could not be read, without the text.
///
/// Every parse error of this module conforms, so that an import turns any of them into a ``FieldProblem``
/// in one way.
public protocol InputFault: Error {
    /// A stable name in snake case, for machines and for translation.
    var code: String { get }

    /// One sentence for the person who entered the text: what to do about it. It never repeats the text.
    var advice: String { get }
}

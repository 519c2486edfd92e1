/// One thing that is wrong with one field of what somebody entered or uploaded.
///
/// It says what to do and never repeats the value, so it can be logged, counted and sent by e-mail.
public struct FieldProblem: Hashable, Codable, Sendable {
    /// Whether the row can still be taken.
    public enum Severity: String, Hashable, Codable, Sendable, CaseIterable {
        /// The row is not taken until somebody corrects the field.
        case error
        /// The row is taken; somebody should look at the field.
        case warning
    }

    /// The name of the field, as the form or the column template calls it: never a heading out of a file.
    public let field: String

    /// A stable name of the problem in snake case.
    public let code: String

    public let severity: Severity

    /// One sentence that says what to do.
    public let message: String

    public init(field: String, code: String, severity: Severity = .error, message: String) {
        self.field = field
        self.code = code
        self.severity = severity
        self.message = message
    }

    /// The problem that a parse error stands for.
    public init(field: String, fault: some InputFault, severity: Severity = .error) {
        self.init(field: field, code: fault.code, severity: severity, message: fault.advice)
    }
}

/// One SQL statement with the name it is known by in errors and tests.
///
/// Queries come from files (`sql/queries/<noun>/<verb_phrase>.sql`), so their text is never built from input.
public struct Query: Hashable, Sendable {
    /// The path below `sql/queries` without its ending, for example `person/find_by_temporary_id`.
    public let name: String
    public let text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

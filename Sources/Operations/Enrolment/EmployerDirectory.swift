import OutreachCore
import Postgres
import Store

/// The employers that a file names, as far as its sender may enrol for them.
struct EmployerDirectory {
    private let employers: [ODSCode: Organisation]
    private let own: ODSCode
    /// Those that nobody knew; they are added when the rest is written.
    private(set) var placeholders: [Organisation] = []

    /// Looks the employers up; `texts` is the employer column of every row, empty where a row names none.
    init(
        _ texts: [String], _ options: EnrolFile.Options, in session: borrowing Session, by member: Membership
    ) throws {
        own = member.odsCode
        let codes = Set(texts.compactMap { try? ODSCode(parsing: $0) }).union([own])
        var known = try session.organisations(Array(codes))
        if options.createsEmployers && member.role == .administrator {
            for code in codes.subtracting(known.keys) {
                let placeholder = Organisation(
                    odsCode: code, name: code.canonical, kinds: [.employer], isPlaceholder: true)
                known[code] = placeholder
                placeholders.append(placeholder)
            }
        }
        employers = known.filter { $0.value.kinds.contains(.employer) && member.mayEnrol(for: $0.value) }
    }

    /// The employer that a row names, or the own one; `nil` for one that is unknown or somebody else's.
    func employer(_ text: String) -> Organisation? {
        guard !text.isEmpty else { return employers[own] }
        return (try? ODSCode(parsing: text)).flatMap { employers[$0] }
    }

    /// Adds the placeholders that the file needs.
    ///
    /// - Throws: ``Refusal`` where somebody adds one of them at this moment.
    func addPlaceholders(in session: borrowing Session) throws {
        for placeholder in placeholders where try !session.add(placeholder) {
            throw Refusal(.conflict, "One of the employers is being added by somebody else. Send the file again.")
        }
    }

    static let unknownEmployer = FieldProblem(
        field: WorkerForm.Field.employer.rawValue, code: "employer_unknown",
        message: "You cannot enrol for this employer. Check the ODS code, or ask the operator to add the employer.")
}

import OutreachCore
import Postgres
import Store

extension Session {
    /// The employer that somebody named by its code: for a manager the own one, for a registrar one of the area.
    ///
    /// Others look as if they were not there.
    ///
    /// - Throws: ``Refusal``.
    func employer(entered text: String, by member: Membership) throws -> Organisation {
        guard !text.isEmpty || member.role == .manager else { throw Refusal.invalid([.employerMissing]) }
        let code = text.isEmpty ? member.odsCode : try ODSCode(entered: text)
        let found = try organisations([code, member.odsCode])
        guard let employer = found[code], employer.kinds.contains(.employer) else { throw Refusal.notFound("employer") }
        let isWithinReach =
            switch member.role {
            case .manager: employer.id == member.organisation
            case .registrar: employer.area != nil && employer.area == found[member.odsCode]?.area
            case .vaccinator, .steward, .administrator, .auditor, .system, .worker: true
            }
        guard isWithinReach else { throw Refusal.notFound("employer") }
        return employer
    }
}

extension FieldProblem {
    fileprivate static let employerMissing = FieldProblem(
        field: "employer", code: "employer_missing", message: "Name the employer by its ODS code: --employer CODE.")
}

extension ODSCode {
    fileprivate init(entered text: String) throws(Refusal) {
        do {
            try self.init(parsing: text)
        } catch {
            throw .invalid([FieldProblem(field: "employer", fault: error)])
        }
    }
}

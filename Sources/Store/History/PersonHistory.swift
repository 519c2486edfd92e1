internal import OutreachCore
package import Postgres

/// Everything that is kept about people who are one human, table by table, as it stands in the database.
///
/// Generic on purpose: what is shown is what is stored, and a new column or table cannot be forgotten by a type in
/// between. A test compares the tables with the catalogue of the database.
package struct PersonHistory: Hashable, Codable, Sendable, PersonalData {
    /// The tables that know a person.
    package enum Table: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
        case person
        case personDetails = "person_details"
        case identifier
        case employment
        case personMerge = "person_merge"
        case personLink = "person_link"
        case registrationCase = "registration_case"
        case registrationCaseVersion = "registration_case_version"
        case caseEscalation = "case_escalation"
        case vaccination
        case vaccinationVersion = "vaccination_version"
        case notification
        case trace
        case review
        case reviewDecision = "review_decision"
        case personExclusion = "person_exclusion"
        case numberChange = "number_change"
        case traceBatchRow = "trace_batch_row"
        case uploadRow = "upload_row"
        case subjectAccess = "subject_access"

        fileprivate var query: Query {
            get throws {
                switch self {
                case .person: try .query("history/list_people")
                case .personDetails: try .query("history/list_details")
                case .identifier: try .query("history/list_identifiers")
                case .employment: try .query("history/list_employments")
                case .personMerge: try .query("history/list_merges")
                case .personLink: try .query("history/list_links")
                case .registrationCase: try .query("history/list_cases")
                case .registrationCaseVersion: try .query("history/list_case_versions")
                case .caseEscalation: try .query("history/list_escalations")
                case .vaccination: try .query("history/list_vaccinations")
                case .vaccinationVersion: try .query("history/list_vaccination_versions")
                case .notification: try .query("history/list_notifications")
                case .trace: try .query("history/list_traces")
                case .review: try .query("history/list_reviews")
                case .reviewDecision: try .query("history/list_decisions")
                case .personExclusion: try .query("history/list_exclusions")
                case .numberChange: try .query("history/list_number_changes")
                case .traceBatchRow: try .query("history/list_trace_rows")
                case .uploadRow: try .query("history/list_upload_rows")
                case .subjectAccess: try .query("history/list_subject_accesses")
                }
            }
        }
    }

    /// The person as whom the group is shown.
    package let golden: PersonID
    /// Everybody in the group, the golden person included.
    package let members: [PersonID]
    /// The entries of each table, in the order in which they came about.
    package let entries: [Table: [HistoryEntry]]

    package init(golden: PersonID, members: [PersonID], entries: [Table: [HistoryEntry]]) {
        self.golden = golden
        self.members = members
        self.entries = entries
    }
}

extension Session {
    /// The history of a group, as far as the actor may see it.
    package func history(of group: PersonGroup) throws -> PersonHistory {
        var entries: [PersonHistory.Table: [HistoryEntry]] = [:]
        for table in PersonHistory.Table.allCases {
            entries[table] = try all(table.query, PostgresArray(group.members)) { row in
                try HistoryEntry(json: row.value("entry"))
            }
        }
        return PersonHistory(golden: group.golden, members: group.members, entries: entries)
    }
}

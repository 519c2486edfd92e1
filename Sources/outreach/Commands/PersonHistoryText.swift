import Operations
import OutreachCore
import Store

/// A person's history for people to read: who it is, then what happened, in the order in which it happened.
///
/// The JSON answer has every column of every table; here stands what a steward asks first.
struct PersonHistoryText {
    private struct Event {
        let moment: String
        let record: Int
        let text: String
    }

    let history: PersonHistory

    var lines: [String] {
        let rows = events.sorted { ($0.moment, $0.record) < ($1.moment, $1.record) }.map { event in
            [Self.shown(event.moment), "record \(event.record)", event.text]
        }
        let count = history.members.count
        let title = count == 1 ? "one record" : "\(count) records that are one person"
        let numbered = history.members.enumerated().map { index, member in
            "  record \(index + 1): \(member.description)\(member == history.golden ? ", as whom the person is shown" : "")"
        }
        return ["Person \(history.golden): \(title)"] + numbered + [""]
            + TextTable(header: ["WHEN (UTC)", "RECORD", "WHAT"], rows: rows).lines
    }

    private var events: [Event] {
        PersonHistory.Table.allCases.flatMap { table in
            (history.entries[table] ?? []).flatMap { entry in
                [opening(of: entry, table), closing(of: entry, table)].compactMap(\.self)
            }
        }
    }

    private func opening(of entry: HistoryEntry, _ table: PersonHistory.Table) -> Event? {
        Self.what(entry, table).map { event(entry, at: Self.openingColumn(of: table), $0) }
    }

    /// The end of what can end: an identifier, a merge, a review.
    private func closing(of entry: HistoryEntry, _ table: PersonHistory.Table) -> Event? {
        guard !entry["closed_at"].shown.isEmpty, let what = Self.what(entry, table) else { return nil }
        return event(entry, at: "closed_at", Self.joined("ended: \(what)", entry["close_reason"].shown))
    }

    private func event(_ entry: HistoryEntry, at column: String, _ text: String) -> Event {
        let member = history.members.firstIndex { $0.description == entry["person_id"].shown } ?? 0
        return Event(moment: entry[column].shown, record: member + 1, text: text)
    }

    /// `nil` for entries that only repeat what another table says better.
    private static func what(_ entry: HistoryEntry, _ table: PersonHistory.Table) -> String? {
        func column(_ name: String) -> String { entry[name].shown.replacing("_", with: " ") }
        return switch table {
        case .person, .personLink, .registrationCase, .vaccination: nil
        case .personDetails:
            joined(
                "details", name(of: entry), day(entry["birth_date"].shown), column("postcode"), column("phone"),
                column("reason"))
        case .identifier: joined(scheme(entry), identifier(entry), column("state"))
        case .employment:
            joined("employed by", column("employer"), column("employer_reference"), column("job_role"))
        case .personMerge: joined("merged: the two records are one person", column("rule"), column("reason"))
        case .registrationCaseVersion: joined("case", column("event"), "now \(column("state"))", column("evidence"))
        case .caseEscalation: joined("case escalated", "it was due on \(day(entry["due_on"].shown))")
        case .vaccinationVersion:
            joined(
                "dose \(column("dose_number")) against \(disease(entry))", "given \(day(entry["given_on"].shown))",
                product(entry), column("batch_number"), column("status"), column("reason"))
        case .notification: joined("message", column("action"), "to \(column("recipient"))", column("state"))
        case .trace: joined("traced", column("grade"), column("outcome"), column("reasons"), column("vetoes"))
        case .review: joined("review", column("kind"), column("reasons"), column("vetoes"))
        case .reviewDecision: joined("decided", column("decision"), column("outcome"), column("reason"))
        case .personExclusion:
            joined(
                entry["other_person_id"] == .null ? "declared not to have a number" : "declared to be two people",
                column("reason"))
        case .numberChange:
            // What a review decided is told by its decision.
            entry["review_id"] == .null
                ? joined("number changed by hand", "change \(entry["change_id"].shown)", undone(entry)) : nil
        case .traceBatchRow: joined("asked the national service", column("outcome"))
        case .uploadRow: joined("row \(column("row_number")) of an upload", column("result"))
        case .subjectAccess: joined("everything taken away for the person", column("reason"))
        }
    }

    private static func openingColumn(of table: PersonHistory.Table) -> String {
        switch table {
        case .person, .notification, .uploadRow, .traceBatchRow: "created_at"
        case .personDetails, .employment, .registrationCaseVersion, .vaccinationVersion: "recorded_at"
        case .identifier, .personMerge, .personLink, .registrationCase, .vaccination, .review: "opened_at"
        case .trace: "traced_at"
        case .reviewDecision: "decided_at"
        case .personExclusion: "declared_at"
        case .numberChange: "changed_at"
        case .caseEscalation: "escalated_at"
        case .subjectAccess: "made_at"
        }
    }

    private static func undone(_ entry: HistoryEntry) -> String {
        entry["undone_at"] == .null ? "" : joined("taken back", entry["undo_reason"].shown)
    }

    private static func name(of entry: HistoryEntry) -> String {
        let given = joined(separator: " ", entry["given_names"].shown, entry["middle_names"].shown)
        return joined(entry["family_name"].shown.uppercased(), given)
    }

    private static func identifier(_ entry: HistoryEntry) -> String {
        let value = entry["value"].shown
        return (try? TemporaryID(parsing: value))?.formatted ?? (try? NHSNumber(parsing: value))?.formatted ?? value
    }

    private static func scheme(_ entry: HistoryEntry) -> String {
        switch IdentifierScheme(rawValue: entry["scheme"].shown) {
        case .temporaryID: "temporary ID"
        case .nhsNumber: "NHS number"
        case .chiNumber: "CHI number"
        case .healthAndCareNumber: "H&C number"
        case nil: entry["scheme"].shown
        }
    }

    private static func disease(_ entry: HistoryEntry) -> String {
        let disease = entry["disease"].shown
        return Disease(rawValue: disease)?.name ?? disease
    }

    /// `2026-11-21` as `21-Nov-2026`.
    private static func day(_ iso: String) -> String {
        (try? CalendarDate(parsing: iso))?.formattedForStaff ?? iso
    }

    private static func product(_ entry: HistoryEntry) -> String {
        let code = entry["product"].shown
        return (try? SNOMEDCode(parsing: code)).flatMap(VaccineProduct.product)?.name ?? code
    }

    private static func joined(separator: String = ", ", _ parts: String...) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: separator)
    }

    /// `2026-11-21T00:06:33…` as `21-Nov-2026 00:06`.
    private static func shown(_ moment: String) -> String {
        "\(day(String(moment.prefix(10)))) \(moment.dropFirst(11).prefix(5))"
    }
}

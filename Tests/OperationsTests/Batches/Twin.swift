import Foundation
import Operations
import OutreachCore
import Postgres
import Store
import TestDatabase

/// One of two databases that the same requests go through: by ordinary operations in one, by batches in the other.
struct Twin: Sendable {
    enum Door: Sendable {
        case ordinary
        case batches
    }

    let clinic: Clinic
    let door: Door
    let runner: OperationRunner
    let hot: HotOperations

    init(_ clinic: Clinic, _ door: Door) throws {
        (self.clinic, self.door, runner, hot) = (clinic, door, try clinic.runner(), try clinic.hot())
    }

    func enrol(_ operation: EnrolWorker, as member: Membership, key: String) async throws -> EnrolmentOutcome {
        switch door {
        case .ordinary: try await runner.run(operation, as: member, key: key)
        case .batches: try await hot.enrol(operation, as: member, key: key)
        }
    }

    func record(
        _ operation: RecordVaccination, as member: Membership, key: String
    ) async throws -> RecordVaccination.Outcome {
        switch door {
        case .ordinary: try await runner.run(operation, as: member, key: key)
        case .batches: try await hot.record(operation, as: member, key: key)
        }
    }

    /// Every row of every table as text, with words in place of what is drawn at random, in an order of its own.
    func tables() async throws -> [String] {
        let names = try await labels()
        let tables = try await clinic.test.texts(
            """
            SELECT relname AS text FROM pg_class
            WHERE relnamespace = 'outreach'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
              AND relname <> 'schema_migration'
            """)
        var rows: [String] = []
        for table in tables {
            let texts = try await clinic.test.texts("SELECT to_jsonb(t)::text AS text FROM outreach.\(table) AS t")
            rows += texts.map { table + " " + Self.inOneOrder(Self.masked($0, names)) }
        }
        return rows.sorted()
    }

    /// A review of a duplicate names the two in the order of their ids, which are drawn at random.
    private static func inOneOrder(_ text: String) -> String {
        guard let one = text.firstMatch(of: /"person_id": "([^"]*)"/)?.1,
            let other = text.firstMatch(of: /"other_person_id": "([^"]*)"/)?.1, other < one
        else { return text }
        return text.replacing("\"person_id\": \"\(one)\"", with: "\"person_id\": \"\(other)\"")
            .replacing("\"other_person_id\": \"\(other)\"", with: "\"other_person_id\": \"\(one)\"")
    }

    private func labels() async throws -> [String: String] {
        let pairs = try await clinic.test.texts(
            """
            SELECT organisation_id || ' ' || ods_code AS text FROM outreach.organisation
            UNION ALL SELECT account_id || ' ' || sign_in FROM outreach.account
            UNION ALL SELECT person_id || ' ' || given_names || family_name || coalesce(birth_date::text, '')
            FROM outreach.person_current
            """)
        return Dictionary(
            pairs.map { pair in
                let parts = pair.split(separator: " ", maxSplits: 1).map(String.init)
                return (parts[0], parts[1])
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What one answer says, without what is drawn at random.
    static func masked(_ text: String, _ names: [String: String] = [:]) -> String {
        text.replacing(/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/) { names[$0.0.lowercased()] ?? "id" }
            .replacing(/T[0-9A-HJKMNP-RTV-Z]{10}/, with: "card")
            .replacing(/"(recorded|created|opened|closed|changed|occurred|next_try)_at": "[^"]*"/, with: "time")
            .replacing(/"place": [0-9]+/, with: "place")
            .replacing(/"written_by": "[0-9]+"/, with: "transaction")
            .replacing(/\\\\x[0-9a-f]{64}/, with: "sha256")
    }
}

import OutreachCore
import Postgres
import Store

/// What the database says of some people, in lines that ``LifeModel`` writes as well.
enum LifeCheck {
    static func line(
        person: PersonID, golden: PersonID, isMerged: Bool, details: Int, employments: Int, doses: String,
        versions: Int, number: String, state: String, wrongMessages: Int
    ) -> String {
        """
        \(person) is \(golden)\(isMerged ? ", merged" : ""): \(details) details, \(employments) employments, \
        doses [\(doses)] in \(versions) versions, number [\(number)], case \(state), wrong messages \(wrongMessages)
        """
    }

    static func lines(of people: [PersonID], in session: borrowing Session) throws -> [String] {
        // Of tables that were never analysed the planner reads whole indexes for each of thousands of people.
        if people.count > 500 { try session.executeScript("ANALYZE \(tables)") }
        let read = try session.all(Query(name: "test", text: query), PostgresArray(people)) { row in
            let person: PersonID = try row.value("person_id")
            let line = Self.line(
                person: person, golden: try row.value("golden"), isMerged: try row.value("merged"),
                details: try row.value("details"), employments: try row.value("employments"),
                doses: try row.value("doses"), versions: try row.value("versions"), number: try row.value("number"),
                state: try row.value("state"), wrongMessages: try row.value("wrong_messages"))
            return (person, line)
        }
        let lines = Dictionary(uniqueKeysWithValues: read)
        return people.map { lines[$0] ?? "\($0) is gone" }
    }

    private static let tables = """
        person, person_details, person_merge, person_link, employment, identifier, vaccination, vaccination_version, \
        registration_case, registration_case_version, notification
        """

    /// Of each dose and recipient the last message goes out under the group's number; without one it is held.
    private static let query = """
        SELECT p.person_id, golden_person(p.person_id) AS golden, p.merged,
            (SELECT count(*) FROM person_details AS d WHERE d.person_id = p.person_id) AS details,
            (SELECT count(*) FROM employment AS e WHERE e.person_id = p.person_id) AS employments,
            (SELECT coalesce(string_agg(v.vaccination_id::text, ' ' ORDER BY v.vaccination_id::text COLLATE "C"), '')
             FROM vaccination AS v WHERE v.person_id = p.person_id) AS doses,
            (SELECT count(*) FROM vaccination_version AS v WHERE v.person_id = p.person_id) AS versions,
            (SELECT coalesce(string_agg(i.value, ' ' ORDER BY i.value), '') FROM identifier AS i
             WHERE i.person_id = p.person_id AND i.scheme = 'nhs_number' AND i.closed_at IS NULL) AS number,
            (SELECT string_agg(c.state, ' ' ORDER BY c.case_id) FROM case_current AS c
             WHERE c.person_id = p.person_id) AS state,
            (SELECT count(*)
             FROM (SELECT DISTINCT ON (n.vaccination_id, n.recipient) n.action, n.state, n.nhs_number
                   FROM notification AS n
                   WHERE n.person_id = p.person_id AND n.state <> 'dropped'
                   ORDER BY n.vaccination_id, n.recipient, n.place DESC) AS last
             WHERE CASE WHEN held.value IS NULL THEN last.state <> 'held'
                 ELSE last.state = 'held' OR last.action = 'delete' OR last.nhs_number <> held.value END)
                AS wrong_messages
        FROM person AS p
        CROSS JOIN LATERAL (
            SELECT min(i.value) AS value FROM person_group(p.person_id) AS member
            JOIN identifier AS i ON i.person_id = member AND i.scheme = 'nhs_number' AND i.closed_at IS NULL) AS held
        WHERE p.person_id = ANY ($1::uuid[])
        """
}

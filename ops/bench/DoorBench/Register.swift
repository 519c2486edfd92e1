import Foundation
import OutreachCore
import Postgres
import Store

/// A register of generated people whom both the door and pgbench can name by a number from 100,000 on.
struct Register {
    static let first = 100_000
    private static let chunk = 10_000
    private static let symbols = Array("0123456789ABCDEFGHJKMNPQRTVWXYZ")

    let database: Database

    /// The ID of the person with this number: `T`, the number in nine digits, the check symbol.
    static func card(_ number: Int) -> TemporaryID? {
        let digits = String(repeating: "0", count: max(0, 9 - String(number).count)) + String(number)
        // The T counts 25 × 11; then the digits, whose symbols count what they show (TemporaryID.weights).
        var sum = 275
        for (digit, weight) in zip(digits.utf8, [10, 9, 8, 7, 6, 5, 4, 3, 2]) { sum += (Int(digit) - 48) * weight }
        return try? TemporaryID(parsing: "T\(digits)\(symbols[(31 - sum % 31) % 31])")
    }

    /// Adds so many people, each with card, employment, case, blocking keys and none to two doses.
    func fill(_ count: Int) async throws {
        try await script(Self.organisations)
        for start in stride(from: Self.first, to: Self.first + count, by: Self.chunk) {
            let numbers = Array(start..<min(start + Self.chunk, Self.first + count))
            let people = numbers.compactMap { number in Self.card(number).map { Person(number: number, card: $0) } }
            try await add(people)
        }
        try await script("VACUUM ANALYZE")
    }

    private func add(_ people: [Person]) async throws {
        let keys = people.map { person in PostgresArray(person.details.blockingKeys).postgresText }
        try await database.write(TransactionContext(role: nil, searchPath: "outreach, public", timeout: .seconds(600)))
        {
            session in
            try session.execute(
                Query(name: "fill", text: Self.people), PostgresArray(people.map(\.number)),
                PostgresArray(people.map(\.card)), PostgresArray(people.map(\.details.givenNames)),
                PostgresArray(people.map(\.details.familyName)), PostgresArray(people.map(\.birthDate)),
                PostgresArray(people.map(\.details.postcode)), PostgresArray(keys))
        }
    }

    /// VACUUM and organisations do not go through a transaction of ours.
    private func script(_ text: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", "--command", text, Arguments.url]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PostgresError(.statementFailed) }
    }

    private static let organisations = """
        INSERT INTO outreach.organisation (organisation_id, ods_code, name, kinds, setting)
        SELECT md5('site' || n)::uuid, 'SITE' || n, 'Site ' || n, ARRAY['site'], NULL FROM generate_series(1, 50) AS n
        UNION ALL SELECT md5('employer' || n)::uuid, 'EMP' || n, 'Home ' || n, ARRAY['employer'], 'care_home'
        FROM generate_series(1, 50) AS n;
        INSERT INTO outreach.account (account_id, sign_in, name)
        SELECT md5('account' || n)::uuid, 'account' || n, 'Account ' || n FROM generate_series(1, 100) AS n;
        INSERT INTO outreach.membership (account_id, organisation_id, role)
        SELECT md5('account' || n)::uuid, md5('site' || n)::uuid, 'vaccinator' FROM generate_series(1, 50) AS n
        UNION ALL SELECT md5('account' || n + 50)::uuid, md5('employer' || n)::uuid, 'manager'
        FROM generate_series(1, 50) AS n
        """

    private static let people = """
        WITH given AS MATERIALIZED (
            SELECT n, md5('person' || n)::uuid AS id, card, given_names, family_name, birth_date, postcode, keys,
                   md5('employer' || 1 + n % 50)::uuid AS employer, md5('account' || 51 + n % 50)::uuid AS account
            FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::text[])
                AS g (n, card, given_names, family_name, birth_date, postcode, keys)
        ), people AS (
            INSERT INTO person (person_id, created_by, created_for) SELECT id, account, employer FROM given
        ), details AS (
            INSERT INTO person_details (person_id, version, given_names, family_name, birth_date, birth_date_precision,
                postcode, number_unavailable, recorded_by, recorded_for, reason)
            SELECT id, 1, given_names, family_name, birth_date, 'day', postcode, 'not_known', account, employer, 'enrolled'
            FROM given
        ), person_keys AS (
            INSERT INTO person_key (person_id, key) SELECT id, unnest(keys::bigint[]) FROM given
        ), identifiers AS (
            INSERT INTO identifier (person_id, scheme, value, state, opened_by)
            SELECT id, 'temporary_id', card, 'issued', account FROM given
        ), employments AS (
            INSERT INTO employment (person_id, employment_id, organisation_id, employer_reference, priority_cohort,
                recorded_by)
            SELECT id, md5('employment' || n)::uuid, employer, 'R' || n, 1, account FROM given
        ), cases AS (
            INSERT INTO registration_case (person_id, case_id, organisation_id)
            SELECT id, md5('case' || n)::uuid, employer FROM given
        ), case_versions AS (
            INSERT INTO registration_case_version (person_id, case_id, version, state, event, due_on, recorded_by)
            SELECT id, md5('case' || n)::uuid, 1, 'enrolled', 'enrol', date '2026-12-01', account FROM given
        ), doses AS (
            SELECT g.id, g.n, d, md5('dose' || n || d)::uuid AS dose, md5('site' || 1 + n % 50)::uuid AS site
            FROM given AS g, generate_series(1, 2) AS d WHERE d <= n % 3
        ), vaccinations AS (
            INSERT INTO vaccination (person_id, vaccination_id, disease, given_on, site_id)
            SELECT id, dose, 'covid', date '2025-01-10' + d * 100, site FROM doses
        )
        INSERT INTO vaccination_version (person_id, vaccination_id, version, status, disease, product, procedure_code,
            dose_number, given_at, given_on, site_id, batch_number, body_site, route, performer, primary_source, reason,
            recorded_by, recorded_for)
        SELECT id, dose, 1, 'recorded', 'covid', '39115611000001103', '1324681000000101', d,
            timestamptz '2025-01-10 10:00Z' + d * interval '100 days', date '2025-01-10' + d * 100, site, 'FF2589', '',
            '', 'Account', true, 'given', md5('account1')::uuid, site
        FROM doses
        """
}

/// A made-up person, always the same for a number.
private struct Person {
    let number: Int
    let card: TemporaryID
    let details: PersonDetails

    var birthDate: CalendarDate { details.birthDate?.earliest ?? .earliest }

    init(number: Int, card: TemporaryID) {
        self.number = number
        self.card = card
        var generator = Generator(state: UInt64(number))
        var details = PersonDetails()
        details.givenNames = Names.word(&generator, of: 1_000)
        details.familyName = Names.word(&generator, of: 20_000)
        details.birthDate = CalendarDate(
            year: 1950 + Int(generator.next() % 55), month: 1 + Int(generator.next() % 12),
            day: 1 + Int(generator.next() % 28)
        ).map { BirthDate($0, precision: .day) }
        details.postcode = "LS\(1 + generator.next() % 29) \(generator.next() % 10)AB"
        self.details = details
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}

enum Names {
    private static let syllables = ["ka", "mo", "re", "li", "su", "ta", "no", "vi", "da", "pe", "go", "za", "fu", "he"]

    /// One of so many words.
    static func word(_ generator: inout Generator, of count: UInt64) -> String {
        var rest = generator.next() % count + count
        var word = ""
        while rest > 0 {
            word += syllables[Int(rest % 14)]
            rest /= 14
        }
        return word.capitalized
    }
}

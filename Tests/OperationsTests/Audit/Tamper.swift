/// One way to falsify the audit trail, as statements of the database's owner.
struct Tamper: Sendable {
    let name: String
    let statements: String
    /// Whether only earlier heads can show it.
    let needsHeads: Bool

    init(_ name: String, _ statements: String, needsHeads: Bool = false) {
        self.name = name
        self.statements = statements
        self.needsHeads = needsHeads
    }

    /// The chain that most of them falsify, and how many entries it has.
    static let stream = "(SELECT organisation_id FROM organisation WHERE ods_code = 'VL0AA')"
    static let length = 12

    static let all = entryColumns + entries + sealColumns + seals + withHeads
}

extension Tamper {
    private static func seal(_ position: Int) -> String {
        "organisation_id = \(stream) AND position = \(position)"
    }

    private static func entry(_ position: Int) -> String {
        "entry_id = (SELECT entry_id FROM audit_seal WHERE \(seal(position)))"
    }

    private static let entryColumns = [1, length].flatMap { position in
        [
            "entry_id = gen_random_uuid()", "occurred_at = occurred_at + interval '1 microsecond'",
            "organisation_id = gen_random_uuid()", "account_id = gen_random_uuid()", "role = 'steward'",
            "action = action || ' '", "person_id = gen_random_uuid()", "details = details || '{\"more\": 1}'",
        ].map { change in
            Tamper("entry \(position): \(change)", "UPDATE audit_entry SET \(change) WHERE \(entry(position))")
        }
    }

    private static let entries =
        [1, 6, length].map { Tamper("entry \($0) deleted", "DELETE FROM audit_entry WHERE \(entry($0))") }
        // Entries 3 and 4 are of one transaction, 4 and 5 of two.
        + [("action", 3), ("details", 3), ("occurred_at", 4)].map { column, first in
            Tamper(
                "\(column) of two entries swapped",
                """
                UPDATE audit_entry AS e SET \(column) = o.\(column)
                FROM audit_entry AS o, audit_seal AS s, audit_seal AS t
                WHERE s.entry_id = e.entry_id AND t.entry_id = o.entry_id AND s.organisation_id = t.organisation_id
                  AND s.organisation_id = \(stream) AND s.position + t.position = \(2 * first + 1)
                  AND s.position IN (\(first), \(first + 1))
                """)
        } + [
            Tamper("person of an entry removed", "UPDATE audit_entry SET person_id = NULL WHERE \(entry(5))"),
            Tamper("every entry of a chain deleted", "DELETE FROM audit_entry WHERE organisation_id = \(stream)"),
        ]

    private static let sealColumns = [1, length].flatMap { position in
        [
            "organisation_id = gen_random_uuid()", "position = position + 100", "entry_id = gen_random_uuid()",
            "occurred_at = occurred_at + interval '1 microsecond'", "entry_sha256 = sha256(entry_sha256)",
            "chain_sha256 = sha256(chain_sha256)", "sealed_at = sealed_at + interval '1 microsecond'",
        ].map { change in
            Tamper("seal \(position): \(change)", "UPDATE audit_seal SET \(change) WHERE \(seal(position))")
        }
    }

    private static func swap(_ left: Int, _ right: Int) -> String {
        """
        UPDATE audit_seal SET position = 1000 WHERE \(seal(left));
        UPDATE audit_seal SET position = \(left) WHERE \(seal(right));
        UPDATE audit_seal SET position = \(right) WHERE \(seal(1_000))
        """
    }

    private static let seals = [
        Tamper("first seal deleted", "DELETE FROM audit_seal WHERE \(seal(1))"),
        Tamper("middle seal deleted", "DELETE FROM audit_seal WHERE \(seal(6))"),
        Tamper("neighbours swapped", swap(6, 7)),
        Tamper("first and last swapped", swap(1, length)),
        Tamper(
            "entry deleted with its seal",
            "DELETE FROM audit_entry WHERE \(entry(6)); DELETE FROM audit_seal WHERE \(seal(6))"),
        Tamper(
            "last entry deleted with its seal and the gap closed",
            "DELETE FROM audit_seal WHERE \(seal(6)); UPDATE audit_seal SET position = 6 WHERE \(seal(length))"),
        Tamper(
            "entry altered with its own hash",
            """
            UPDATE audit_entry SET action = 'other' WHERE \(entry(6));
            UPDATE audit_seal AS s SET entry_sha256 = audit_entry_sha256(e)
            FROM audit_entry AS e WHERE e.entry_id = s.entry_id AND s.organisation_id = \(stream) AND s.position = 6
            """),
        Tamper(
            "hash of another entry put in its place",
            """
            UPDATE audit_seal SET entry_sha256 = (SELECT entry_sha256 FROM audit_seal WHERE \(seal(3)))
            WHERE \(seal(4))
            """),
    ]

    private static func cut(from position: Int) -> String {
        "DELETE FROM audit_seal WHERE organisation_id = \(stream) AND position >= \(position)"
    }

    private static let withHeads =
        [length, length - 2, 1].map { Tamper("cut from \($0)", cut(from: $0), needsHeads: true) } + [
            Tamper("everything cut", "DELETE FROM audit_seal; DELETE FROM audit_entry", needsHeads: true),
            Tamper(
                "chain rewritten whole",
                "UPDATE audit_entry SET action = 'other' WHERE \(entry(6)); \(cut(from: 1)); SELECT seal_audit()",
                needsHeads: true),
            Tamper(
                "end rewritten without an entry",
                "DELETE FROM audit_entry WHERE \(entry(10)); \(cut(from: 10)); SELECT seal_audit()", needsHeads: true),
        ]
}

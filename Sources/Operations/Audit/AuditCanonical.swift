internal import Store

// The bytes that are hashed, as sql/migrations/0006_audit.sql describes them: each field as "length:value" in bytes,
// NULL as "-", with commas between.

extension AuditSeal {
    /// Every column but the chain's hash.
    var canonical: [UInt8] {
        canonicalBytes([
            stream, String(position), entryID, canonicalInstant(occurredAt), entrySHA256, canonicalInstant(sealedAt),
        ])
    }
}

extension AuditSeal.Entry {
    /// Every column, in the order of the table.
    var canonical: [UInt8] {
        canonicalBytes([
            entryID, canonicalInstant(occurredAt), organisationID, accountID, role, action, personID, details,
        ])
    }
}

private func canonicalBytes(_ fields: [String?]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, field) in fields.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        if let field {
            bytes += String(field.utf8.count).utf8
            bytes.append(UInt8(ascii: ":"))
            bytes += field.utf8
        } else {
            bytes.append(UInt8(ascii: "-"))
        }
    }
    return bytes
}

/// `2026-11-20T22:20:51.120000Z` for PostgreSQL's `2026-11-20 22:20:51.12+00`.
private func canonicalInstant(_ text: String) -> String {
    guard text.hasSuffix("+00") else { return text }
    let parts = text.dropLast(3).split(separator: ".", maxSplits: 1)
    let fraction = parts.count > 1 ? parts[1] : ""
    let zeros = String(repeating: "0", count: max(0, 6 - fraction.utf8.count))
    return parts[0].split(separator: " ").joined(separator: "T") + "." + fraction + zeros + "Z"
}

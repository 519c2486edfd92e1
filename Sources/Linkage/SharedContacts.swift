/// Phones and e-mail addresses that more than one person of a list uses: a care home's, a relative's.
///
/// Several records with one given name and one birth date count as one person, so that somebody enrolled twice keeps
/// a phone of their own. The order of the records makes no difference.
struct SharedContacts {
    private var holders: [UInt64: UInt64] = [:]
    private var shared: Set<UInt64> = []

    init(_ records: [NormalisedRecord]) {
        for record in records { add(record) }
    }

    private mutating func add(_ record: NormalisedRecord) {
        let holder = holder(record)
        for contact in [record.phone, record.email] where !contact.isEmpty {
            let key = key(contact)
            if holders.updateValue(holder, forKey: key) ?? holder != holder {
                shared.insert(key)
            }
        }
    }

    func isShared(_ contact: String) -> Bool {
        !contact.isEmpty && shared.contains(key(contact))
    }

    private func key(_ contact: String) -> UInt64 {
        var hash = StableHash()
        hash.combine(contact)
        return hash.finalize()
    }

    private func holder(_ record: NormalisedRecord) -> UInt64 {
        var hash = StableHash()
        hash.combine(record.givenNames.first ?? "")
        hash.combine(record.birthDate?.year ?? 0)
        hash.combine(record.birthDate?.month ?? 0)
        hash.combine(record.birthDate?.day ?? 0)
        return hash.finalize()
    }
}

extension NormalisedRecord {
    /// The most keys that ``blockingKeys`` gives for one record.
    public static let maximumOfBlockingKeys = 12

    /// Keys of which two records of one person share at least one: the only pairs worth comparing.
    ///
    /// In ascending order, without repetition, stable for ever: they are stored for every reference. A name speaks for
    /// itself whatever its field, so that exchanged, changed and second names meet without keys of their own.
    public var blockingKeys: [UInt64] {
        var keys: [UInt64] = []
        keys.reserveCapacity(Self.maximumOfBlockingKeys)
        appendIdentifierKeys(to: &keys)
        appendNameAndBirthDateKeys(to: &keys)
        appendHomeKeys(to: &keys)
        keys.sort()
        return keys
    }

    /// Phone, e-mail address and NHS number.
    private func appendIdentifierKeys(to keys: inout [UInt64]) {
        if !phone.isEmpty { keys.append(key(.phone) { $0.combine(phone) }) }
        if !email.isEmpty { keys.append(key(.email) { $0.combine(email) }) }
        if !nhsNumber.isEmpty { keys.append(key(.nhsNumber) { $0.combine(nhsNumber) }) }
    }

    /// Up to four names, each with the birth date; the pair of names with the year and with the day of the year, which
    /// find slips in the date; the sound of the names with the date, which finds slips in both names.
    private func appendNameAndBirthDateKeys(to keys: inout [UInt64]) {
        guard let birthDate else { return }
        let month = birthDate.month ?? 0
        let day = birthDate.day ?? 0
        for name in leadingNames {
            keys.append(
                key(.nameAndBirthDate) {
                    $0.combine(name)
                    $0.combine((birthDate.year * 100 + month) * 100 + day)
                })
        }
        guard let given = givenNames.first, !familyName.isEmpty else { return }
        for part in [birthDate.year, month * 100 + day] {
            keys.append(
                key(.namesAndPartOfBirthDate) {
                    $0.combine(min(given, familyName))
                    $0.combine(max(given, familyName))
                    $0.combine(part)
                })
        }
        let sounds = [NameSound.skeleton(of: given), NameSound.skeleton(of: familyName)].sorted()
        keys.append(
            key(.soundAndBirthDate) {
                $0.combine(sounds[0])
                $0.combine(sounds[1])
                $0.combine((birthDate.year * 100 + month) * 100 + day)
            })
    }

    private func appendHomeKeys(to keys: inout [UInt64]) {
        guard !postcode.isEmpty else { return }
        if let birthDate {
            keys.append(
                key(.postcodeAndBirthDate) {
                    $0.combine(postcode)
                    $0.combine((birthDate.year * 100 + (birthDate.month ?? 0)) * 100 + (birthDate.day ?? 0))
                })
        }
        if let given = givenNames.first {
            keys.append(
                key(.postcodeAndName) {
                    $0.combine(postcode)
                    $0.combine(given)
                })
        }
    }

    /// The first given name, the family name, one previous family name and a second given name, as far as they differ.
    private var leadingNames: [String] {
        var names: [String] = []
        let second = givenNames.dropFirst().first ?? middleNames.first { $0.utf8.count > 1 }
        for case let name? in [givenNames.first, familyName, previousFamilyNames.first, second]
        where !name.isEmpty && !names.contains(name) {
            names.append(name)
        }
        return names
    }

    private func key(_ kind: BlockingKeyKind, fields: (inout StableHash) -> Void) -> UInt64 {
        var hash = StableHash()
        hash.combine(kind.rawValue)
        fields(&hash)
        return hash.finalize()
    }
}

/// What a blocking key is made of.
///
/// The raw values enter stored hashes: do not change them.
private enum BlockingKeyKind: UInt8 {
    case phone = 1
    case email = 2
    case nhsNumber = 3
    case nameAndBirthDate = 4
    case namesAndPartOfBirthDate = 5
    case soundAndBirthDate = 6
    case postcodeAndBirthDate = 7
    case postcodeAndName = 8
}

/// Keys of which two records of one person share at least one: the only pairs worth comparing.
///
/// Stable for ever: they are stored for every reference. A name speaks for itself whatever its field, so that
/// exchanged, changed and second names meet without keys of their own.
struct BlockingKeys {
    /// The most keys of one record.
    static let maximum = 24

    private(set) var keys: [UInt64] = []
    /// The index in ``keys`` of the first key that is not one of phone, e-mail address and NHS number.
    private(set) var identifierCount = 0

    init() {
        keys.reserveCapacity(Self.maximum)
    }

    /// Takes the keys of a record, in no particular order; the same key may come twice.
    mutating func read(_ record: RecordView) {
        keys.removeAll(keepingCapacity: true)
        addIdentifiers(record)
        identifierCount = keys.count
        let names = Names(record)
        let date = PackedDate(bits: record.birthDate)
        if date.isKnown { addNamesAndDate(names, date) }
        addNames(names)
        addHome(record, names, date)
    }

    private mutating func add(_ kind: BlockingKeyKind, _ one: UInt64, _ other: UInt64 = 0, _ third: UInt64 = 0) {
        let hash = StableHash.of(kind.rawValue, one, other, third)
        keys.append(kind.isOnlyForRareValues ? hash | 1 : hash & ~1)
    }

    private mutating func addIdentifiers(_ record: RecordView) {
        if record.phone != 0 { add(.phone, record.phone) }
        let email = record.email
        if !email.isEmpty { add(.email, StableHash.of(email)) }
        if record.nhsNumber != 0 { add(.nhsNumber, record.nhsNumber) }
    }

    /// Each name with the birth date; the pair of names with the year and with the day of the year, which finds slips
    /// in the date; the sound or the beginnings of the names with the date, which finds slips in both names.
    private mutating func addNamesAndDate(_ names: Names, _ date: PackedDate) {
        let bits = UInt64(date.bits)
        for index in 0..<names.count { add(.nameAndBirthDate, names.hashes[index], bits) }
        guard names.given != 0, names.family != 0 else { return }
        let (first, second) = (min(names.given, names.family), max(names.given, names.family))
        add(.namesAndPartOfBirthDate, first, second, UInt64(date.year))
        if date.isWhole, !date.isFirstOfJanuary {
            add(.namesAndPartOfBirthDate, first, second, UInt64(date.month * 32 + date.day) << 16)
        }
        add(.soundAndBirthDate, names.familySound, UInt64(names.givenInitial), bits)
        add(.soundAndBirthDate, names.givenSound, UInt64(names.familyInitial), bits)
    }

    private mutating func addHome(_ record: RecordView, _ names: Names, _ date: PackedDate) {
        let postcode = record.postcode
        let previous = record.previousPostcode
        for code in [postcode, previous] where code != 0 {
            if date.isKnown { add(.postcodeAndBirthDate, code, UInt64(date.bits)) }
            if names.given != 0 { add(.postcodeAndName, code, names.given) }
        }
        if postcode != 0, names.family != 0 { add(.postcodeAndName, postcode, names.family) }
        if record.house != 0, date.isKnown { add(.houseAndBirthDate, record.house, UInt64(date.bits)) }
        let street = record.street
        guard !street.isEmpty else { return }
        let home = StableHash.of(street)
        if date.isKnown { add(.streetAndBirthDate, home, UInt64(date.bits)) }
        guard record.house != 0 else { return }
        add(.home, home, record.house)
        if names.givenInitial != 0 { add(.homeAndInitial, home, record.house, UInt64(names.givenInitial)) }
        if names.familyInitial != 0 { add(.homeAndInitial, home, record.house, UInt64(names.familyInitial)) }
    }

    /// Both names without anything else, which are only followed where hardly anybody bears them.
    private mutating func addNames(_ names: Names) {
        guard names.given != 0, names.family != 0 else { return }
        add(.names, min(names.given, names.family), max(names.given, names.family))
    }

    /// The most references that a key may lead to.
    static func largestBlock(of key: UInt64) -> Int { key & 1 == 1 ? 8 : 5_000 }
}

/// The names that make keys.
private struct Names {
    /// Different names of three letters or more: given, family, previous family, parts and second names.
    private(set) var hashes: [6 of UInt64] = .init(repeating: 0)
    private(set) var count = 0
    let given: UInt64
    let family: UInt64
    let givenSound: UInt64
    let familySound: UInt64
    let givenInitial: UInt8
    let familyInitial: UInt8

    init(_ record: RecordView) {
        let first = record.firstGiven
        let last = record.family
        given = first.isEmpty ? 0 : StableHash.of(first)
        family = last.isEmpty ? 0 : StableHash.of(last)
        givenSound = NameSound.skeleton(of: first)
        familySound = NameSound.skeleton(of: last)
        givenInitial = first.first ?? 0
        familyInitial = last.first ?? 0
        add(given)
        add(family)
        for slot in PackedLayout.Slot.previousFamily { add(record, slot) }
        add(record, PackedLayout.Slot.given.lowerBound + 1)
        add(record, PackedLayout.Slot.middle.lowerBound)
        for slot in PackedLayout.Slot.familyPart { add(record, slot) }
    }

    private mutating func add(_ record: RecordView, _ slot: Int) {
        guard record.length(slot) > 2 else { return }
        add(StableHash.of(record.text(slot)))
    }

    private mutating func add(_ hash: UInt64) {
        guard hash != 0, count < hashes.count else { return }
        for index in 0..<count where hashes[index] == hash { return }
        hashes[count] = hash
        count += 1
    }
}

extension NormalisedRecord {
    /// The most keys that ``blockingKeys`` gives for one record.
    public static let maximumOfBlockingKeys = BlockingKeys.maximum

    /// The most records that may share a key for it to lead anywhere.
    public static func largestBlock(ofKey key: UInt64) -> Int { BlockingKeys.largestBlock(of: key) }

    /// Keys of which two records of one person share at least one, ascending, without repetition.
    public var blockingKeys: [UInt64] {
        var keys = BlockingKeys()
        withView { keys.read($0) }
        return Set(keys.keys).sorted()
    }
}

/// What a blocking key is made of.
///
/// The raw values enter stored hashes: do not change them.
private enum BlockingKeyKind: UInt64 {
    case phone = 1
    case email = 2
    case nhsNumber = 3
    case nameAndBirthDate = 4
    case namesAndPartOfBirthDate = 5
    case soundAndBirthDate = 6
    case postcodeAndBirthDate = 7
    case postcodeAndName = 8
    case houseAndBirthDate = 9
    /// Street and house.
    case home = 10
    case homeAndInitial = 11
    case names = 12
    case streetAndBirthDate = 13

    /// Whether the key leads somewhere only where few references have it; its lowest bit says so.
    var isOnlyForRareValues: Bool {
        self == .home || self == .homeAndInitial || self == .streetAndBirthDate || self == .names
    }
}

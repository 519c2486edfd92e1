import Foundation

@testable import Linkage

/// The same people for the same seed.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

var dice = Dice(state: 1)
let given = "Harpreet Lovepreet Daniela Mary Chukwuemeka Katarzyna Joao Rutendo Abena Fatima Krzysztof Maria Andrei"
    .split(
        separator: " "
    ).map { String($0) }
let family = "Kaur Singh Featherstone Okonkwo Nowak Wisniewska Santos Moyo Mensah Chowdhury Popescu Gurung Smith".split(
    separator: " "
).map { String($0) }

@MainActor func slip(_ name: String) -> String {
    var letters = Array(name)
    let at = Int.random(in: 1..<letters.count - 1, using: &dice)
    letters.swapAt(at, at + 1)
    return String(letters)
}

@MainActor func person(_ index: Int) -> LinkageRecord {
    LinkageRecord(
        id: "P\(index)", givenNames: given.randomElement(using: &dice)!,
        familyName: family.randomElement(using: &dice)!,
        birthDate: .init(
            year: Int.random(in: 1960...2004, using: &dice), month: Int.random(in: 1...12, using: &dice),
            day: Int.random(in: 1...28, using: &dice)),
        sex: .female,
        addressLine: "\(Int.random(in: 1...99, using: &dice)) \(family.randomElement(using: &dice)!) Road",
        postcode: "LS\(Int.random(in: 1...29, using: &dice)) 4AB",
        phone: "07\(Int.random(in: 100_000_000...999_999_999, using: &dice))")
}

let count = 50_000
let pairs: [(LinkageRecord, LinkageRecord)] = (0..<count).map { index in
    let one = person(index)
    var other = index.isMultiple(of: 2) ? one : person(index + count)
    if index.isMultiple(of: 2) {
        other.givenNames = slip(one.givenNames)
        other.phone = "07\(Int.random(in: 100_000_000...999_999_999, using: &dice))"
    }
    return (one, other)
}
let names = pairs.map { ($0.givenNames.lowercased(), $1.givenNames.lowercased()) }
let bytes = names.map { (Array($0.utf8), Array($1.utf8)) }
let normalised = pairs.map { (Normaliser.normalise($0), Normaliser.normalise($1)) }
try names.map { "\($0) \($1)" }.joined(separator: "\n").write(
    toFile: CommandLine.arguments[1], atomically: true, encoding: .utf8)

/// The least of seven rounds, in nanoseconds for each pair.
@MainActor func measure(_ body: (Int) -> Double) -> Double {
    var (least, sum) = (Double.infinity, 0.0)
    for _ in 0..<7 {
        let started = ContinuousClock.now
        for index in 0..<count { sum += body(index) }
        least = min(least, (ContinuousClock.now - started) / .nanoseconds(1) / Double(count))
    }
    precondition(sum.isFinite)
    return least
}

func row(_ name: String, _ nanoseconds: Double, _ reference: Double?) {
    let ratio = reference.map { String(format: "%8.3f of the textbook's", nanoseconds / $0) } ?? ""
    print(name.padding(toLength: 44, withPad: " ", startingAt: 0), String(format: "%10.1f ns", nanoseconds), ratio)
}

let textbookJaro = measure { Textbook.jaroWinkler(bytes[$0].0, bytes[$0].1) }
let textbookEdits = measure { Double(Textbook.distance(bytes[$0].0, bytes[$0].1)) }
row("Jaro-Winkler, textbook", textbookJaro, nil)
row("Jaro-Winkler", measure { StringDistance.jaroWinkler(names[$0].0, names[$0].1) }, textbookJaro)
row("Damerau-Levenshtein, textbook", textbookEdits, nil)
row(
    "Damerau-Levenshtein within one edit",
    measure { StringDistance.isWithinOneEdit(names[$0].0, names[$0].1) ? 1 : 0 }, textbookEdits)
row(
    "all fields of two records", measure { Double(Comparison(normalised[$0].0, normalised[$0].1).level(of: .address)) },
    textbookJaro)
let assessor = PairAssessor(.standard, NameFrequencies(normalised.map(\.0)), size: count, share: 0.85)
let assessed = measure { index in
    normalised[index].0.withView { one in normalised[index].1.withView { assessor.assess(one, $0).bits } }
}
row("two records, compared and scored", assessed, textbookJaro)
let linker = Linker(frequencies: NameFrequencies())
let scored = measure { linker.compare(normalised[$0].0, normalised[$0].1).score }
row("two records, scored and explained", scored, textbookJaro)
row("normalise a record", measure { Double(Normaliser.normalise(pairs[$0].0).packed.count) }, nil)
print(String(format: "%.0f pairs compared and scored in a second and thread", 1e9 / assessed))

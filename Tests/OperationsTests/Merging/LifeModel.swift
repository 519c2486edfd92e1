import OutreachCore
import Store

/// What should be true of some people after merges, unmerges and everything else: a page instead of a database.
struct LifeModel {
    /// What a person has of their own; no merge may change it.
    struct Own {
        /// The order in which records were made; those of one transaction share it.
        let batch: Int
        var details = 1
        var employments = 1
        var doses: Set<VaccinationID> = []
        var doseVersions = 0
        var number: Number?
        /// The case as people have moved it, without what numbers do to it.
        var worked = RegistrationCase()
    }

    /// A live NHS number.
    struct Number {
        let value: String
        /// Whether the reconciliation run gave it.
        var isOfRun = false
        /// The place of the change that gave it.
        var change: Int?
    }

    /// A number that a steward gave, or closed by hand.
    struct Change {
        let person: Int
        /// As it stood, of one that was closed.
        let closed: Number?
        var isUndone = false
    }

    /// A merge that is open.
    struct Merge {
        let id: MergeID
        let one: Int
        let other: Int
        var isOfRun = false

        func joins(_ group: Set<Int>) -> Bool { group.contains(one) != group.contains(other) }
    }

    private(set) var people: [PersonID] = []
    var own: [Own] = []
    var merges: [Merge] = []
    var exclusions: [(id: ExclusionID, one: Int, other: Int)] = []
    var excludedNumbers: [(person: Int, number: String)] = []
    var changes: [Change] = []
    private var runIsUndone = false

    mutating func add(_ newcomers: [PersonID]) {
        let batch = (own.last?.batch ?? 0) + 1
        people += newcomers
        own += newcomers.map { _ in Own(batch: batch) }
    }

    /// Everybody whom the open merges join to this person.
    func group(_ person: Int) -> Set<Int> {
        var group: Set<Int> = [person]
        while let merge = merges.first(where: { $0.joins(group) }) { group.formUnion([merge.one, merge.other]) }
        return group
    }

    /// The record that was made first, by id where two were made at once.
    func golden(_ person: Int) -> PersonID {
        let first = group(person).min { (own[$0].batch, people[$0]) < (own[$1].batch, people[$1]) }
        return people[first ?? person]
    }

    func numbers(_ group: Set<Int>) -> Set<String> { Set(group.compactMap { own[$0].number?.value }) }

    func mayMerge(_ one: Int, _ other: Int) -> Bool {
        let first = group(one)
        return !first.contains(other) && isPlausible(first.union(group(other)))
    }

    /// Whether nothing that was declared speaks against these being one person.
    func isPlausible(_ group: Set<Int>) -> Bool {
        numbers(group).count < 2
            && !exclusions.contains { group.contains($0.one) && group.contains($0.other) }
            && !excludedNumbers.contains { group.contains($0.person) && numbers(group).contains($0.number) }
    }

    func mayDeclare(_ one: Int, isNot other: Int) -> Bool {
        !group(one).contains(other) && !exclusions.contains { Set([$0.one, $0.other]) == [one, other] }
    }

    /// A number that was given has to stand yet; one that was closed has to fit in again.
    func mayTakeBack(_ place: Int) -> Bool {
        let change = changes[place]
        guard !change.isUndone else { return false }
        guard let closed = change.closed else { return own[change.person].number?.change == place }
        return numbers(group(change.person)).isEmpty && !(closed.isOfRun && runIsUndone)
    }

    mutating func takeBack(_ place: Int) {
        let change = changes[place]
        own[change.person].number = change.closed
        if let closed = change.closed {
            excludedNumbers.removeAll { $0.person == change.person && $0.number == closed.value }
        }
        changes[place].isUndone = true
    }

    /// A number moves a case by itself, and its loss moves it back.
    func registrationCase(of person: Int) -> RegistrationCase {
        let isNumbered = numbers(group(person)).count == 1 && own[person].worked.state.awaitsNumber
        return isNumbered ? RegistrationCase(state: .numberSeen) : own[person].worked
    }

    /// Takes back what the run did and still stands.
    mutating func undoRun() {
        merges.removeAll(where: \.isOfRun)
        runIsUndone = true
        for person in own.indices where own[person].number?.isOfRun == true { own[person].number = nil }
    }

    /// What ``LifeCheck`` should read of each person, one line each.
    var lines: [String] {
        people.indices.map { person in
            let mine = own[person]
            return LifeCheck.line(
                person: people[person], golden: golden(person), isMerged: golden(person) != people[person],
                details: mine.details, employments: mine.employments,
                doses: mine.doses.map(\.description).sorted().joined(separator: " "), versions: mine.doseVersions,
                number: mine.number?.value ?? "", state: registrationCase(of: person).state.rawValue, wrongMessages: 0)
        }
    }
}

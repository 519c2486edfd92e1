import Linkage
import OutreachCore
import Store

/// Somebody who is looked for by name and date of birth.
struct WantedPerson {
    private let details: PersonDetails
    private let birthDate: BirthDate
    private let names: Names

    /// - Throws: ``Refusal`` where there is no name or no date of birth, or one cannot be read.
    init(familyName: String, givenNames: String, birthDate text: String) throws(Refusal) {
        var reader = FieldReader()
        for (field, name) in [("family_name", familyName), ("given_names", givenNames)] {
            if let fault = PersonName.fault(in: name) { reader.add(FieldProblem(field: field, fault: fault)) }
        }
        let birthDate: BirthDate? = reader.read("birth_date", text)
        if birthDate == nil, reader.problems.isEmpty {
            reader.add(FieldProblem(field: "birth_date", fault: BirthDate.ParseError.empty))
        }
        var details = PersonDetails()
        details.familyName = familyName
        details.givenNames = givenNames
        details.birthDate = birthDate
        names = Names(details)
        if names.isEmpty, reader.problems.isEmpty {
            reader.add(FieldProblem(field: "family_name", fault: PersonName.ParseError.empty))
        }
        try reader.finish()
        guard let birthDate else { throw Refusal.invalid([]) }
        self.details = details
        self.birthDate = birthDate
    }

    /// The keys under which the person may be kept, also where the record knows only the month or the year of birth.
    var blockingKeys: [Int64] {
        let dates = BirthDate.Precision.allCases.map { BirthDate(birthDate.earliest, precision: $0) }
        return Array(
            Set(
                dates.flatMap { date in
                    var less = details
                    less.birthDate = date
                    return less.blockingKeys
                })
        ).sorted()
    }

    /// Whether every name is one of the record's, and the dates can be the same day.
    func fits(_ record: PersonDetails) -> Bool {
        guard let other = record.birthDate else { return false }
        let datesAgree = birthDate.earliest <= other.latest && other.earliest <= birthDate.latest
        return datesAgree && names.areAmong(Names(record))
    }
}

/// The names of a record, normalised as the matcher does it.
private struct Names {
    private let family: String
    private let given: [String]
    private let all: Set<String>

    init(_ details: PersonDetails) {
        let record = Normaliser.normalise(details.linkageRecord(id: ""))
        family = record.familyName
        given = record.givenNames
        all = Set(
            record.givenNames + record.middleNames + [record.familyName, record.givenNames.joined()]
                + record.familyNameParts + record.previousFamilyNames
        ).subtracting([""])
    }

    var isEmpty: Bool { all.isEmpty }

    func areAmong(_ other: Names) -> Bool {
        let wanted = given + (family.isEmpty ? [] : [family])
        let givenAsOne = [given.joined()].filter { !$0.isEmpty } + (family.isEmpty ? [] : [family])
        return other.all.isSuperset(of: wanted) || other.all.isSuperset(of: givenAsOne)
    }
}

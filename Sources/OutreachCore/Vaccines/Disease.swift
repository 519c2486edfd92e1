/// What a vaccine protects from.
public enum Disease: String, Hashable, Codable, Sendable, CaseIterable {
    case covid
    case influenza

    /// The target disease in SNOMED CT, as the national immunisation store maps it.
    public var code: SNOMEDCode {
        switch self {
        case .covid: SNOMEDCode(known: "840539006")
        case .influenza: SNOMEDCode(known: "6142004")
        }
    }

    /// The name that pages show.
    public var name: String {
        switch self {
        case .covid: "COVID-19"
        case .influenza: "Influenza"
        }
    }

    /// The procedure that giving this dose is recorded as; the first dose of a course is 1.
    public func procedure(dose: Int) -> SNOMEDCode {
        switch (self, dose) {
        case (.covid, ...1): SNOMEDCode(known: "1324681000000101")
        case (.covid, 2): SNOMEDCode(known: "1324691000000104")
        case (.covid, _): SNOMEDCode(known: "1362591000000103")
        case (.influenza, _): SNOMEDCode(known: "822851000000102")
        }
    }

    /// The first day of the course that a dose on this day belongs to, or `nil` where all doses are one course.
    ///
    /// Influenza is vaccinated against anew each season, which begins on 1 September in England.
    func courseStart(for date: CalendarDate) -> CalendarDate? {
        switch self {
        case .covid: nil
        case .influenza: CalendarDate(year: date.month >= 9 ? date.year : date.year - 1, month: 9, day: 1)
        }
    }
}

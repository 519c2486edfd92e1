/// What is to be said before a dose is recorded, given the doses that are known already.
///
/// Dates are those of administration, so an entry made days later is judged as if it had been made at once
/// (hazards H3 and H4). Only doses against the same disease count.
public struct DoseCheck: Hashable, Sendable {
    /// One thing found, in the order in which a page shows them.
    public enum Finding: Hashable, Sendable {
        /// The date lies after today: the dose cannot have been given.
        case futureDate
        /// A dose against the same disease is recorded for this very day: most likely it is this one.
        case duplicateSameDay
        /// The interval since the dose on the day `since` is not over until `earliest`.
        case tooSoon(earliest: CalendarDate, since: CalendarDate)
        /// A dose recorded for a later day lies within the interval of this one, which is entered late.
        case tooCloseToLater(CalendarDate)
        /// The batch expired on this day, before the dose was given.
        case batchExpired(CalendarDate)
        /// An earlier dose of the course was another product. That is allowed, and worth knowing.
        case mixedProduct

        public var severity: Severity {
            switch self {
            case .futureDate: .refuse
            case .duplicateSameDay, .tooSoon, .tooCloseToLater, .batchExpired: .stop
            case .mixedProduct: .inform
            }
        }
    }

    /// What a finding does to the recording.
    public enum Severity: Int, Hashable, Sendable, CaseIterable, Comparable {
        /// Shown, nothing more.
        case inform
        /// Recorded only with a reason: what was given was given, and must not stay unrecorded.
        case stop
        /// Not recorded.
        case refuse

        public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    public let findings: [Finding]

    /// The place of the new dose in the course, 1 first: a course is all doses against COVID-19, and those of one
    /// season against influenza.
    public let doseNumber: Int

    /// The gravest of the findings, or `nil` where there are none.
    public var severity: Severity? { findings.map(\.severity).max() }

    /// - Parameters:
    ///   - dose: the dose about to be recorded.
    ///   - others: all doses recorded for the person, in any order, without this one.
    ///   - today: the date at the place of vaccination.
    public init(of dose: Dose, given others: [Dose], today: CalendarDate) {
        let others = others.filter { $0.disease == dose.disease }
        let courseStart = dose.disease.courseStart(for: dose.date) ?? .earliest
        let earlierInCourse = others.filter { $0.date < dose.date && $0.date >= courseStart }
        doseNumber = earlierInCourse.count + 1

        var findings: [Finding] = []
        if dose.date > today { findings.append(.futureDate) }
        if others.contains(where: { $0.date == dose.date }) { findings.append(.duplicateSameDay) }
        findings += Self.intervalFindings(dose, others)
        if let expiry = dose.expiry, expiry < dose.date { findings.append(.batchExpired(expiry)) }
        if dose.disease == .covid, Self.mixes(dose, earlierInCourse) { findings.append(.mixedProduct) }
        self.findings = findings
    }

    private static func intervalFindings(_ dose: Dose, _ others: [Dose]) -> [Finding] {
        var findings: [Finding] = []
        // The earlier dose that holds the next one back the longest need not be the last: intervals differ.
        let holding = others.filter { $0.date < dose.date }.max { $0.earliestNext < $1.earliestNext }
        if let holding, dose.date < holding.earliestNext {
            findings.append(.tooSoon(earliest: holding.earliestNext, since: holding.date))
        }
        if let later = others.map(\.date).filter({ $0 > dose.date }).min(), later < dose.earliestNext {
            findings.append(.tooCloseToLater(later))
        }
        return findings
    }

    private static func mixes(_ dose: Dose, _ earlier: [Dose]) -> Bool {
        guard let product = dose.product else { return false }
        return earlier.contains { $0.product != nil && $0.product != product }
    }
}

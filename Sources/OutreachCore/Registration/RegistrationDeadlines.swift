extension RegistrationCase.State {
    /// How many working days a case may stay in this state before it is escalated, or `nil` where nobody waits.
    ///
    /// These are targets of this service and of no regulation. A worker is to have a number before the second
    /// dose falls due; the shortest interval between doses is 21 days, 15 working days. The straight
    /// way from enrolled to number seen takes 13 of them.
    public var workingDaysAllowed: Int? {
        switch self {
        // Ours: a registrar looks at a new case by the second day and sends a checked one the next day.
        case .enrolled: 2
        case .detailsChecked: 1
        // The employer's: a question reaches a shift worker within a working week.
        case .informationNeeded: 5
        // The practice's: it answers within a working week, and its number arrives within another.
        case .submitted: 5
        case .accepted: 5
        // Ours: a refusal is answered or sent to another practice by the second day.
        case .refused: 2
        // The practice shows in a trace some days after the number; the vaccinations are sent meanwhile.
        case .numberSeen: 10
        case .gpSeen: 5
        case .closed, .notNeeded, .leftEmployment, .movedNation, .withdrawn: nil
        }
    }

    /// The day by whose end the case has to leave this state, counted from the day on which it entered it.
    public func dueDate(entered: CalendarDate, calendar: WorkingCalendar) -> CalendarDate? {
        workingDaysAllowed.map { calendar.adding(workingDays: $0, to: entered) }
    }
}

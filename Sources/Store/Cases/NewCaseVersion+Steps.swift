package import OutreachCore

extension NewCaseVersion {
    /// The step after another one of the same case that is added with it.
    package init(
        after last: NewCaseVersion, state: RegistrationCase.State, event: String, evidence: String,
        dueOn: CalendarDate?
    ) {
        personId = last.personId
        caseId = last.caseId
        version = last.version + 1
        self.state = state.rawValue
        self.event = event
        self.evidence = evidence
        self.dueOn = dueOn?.iso
    }
}

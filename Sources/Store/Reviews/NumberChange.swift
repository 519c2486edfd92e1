package import OutreachCore
package import Postgres

/// What a steward changed about a person's NHS number, or about the case that waits for one: it can be taken back once.
package struct NumberChange: Hashable, Sendable {
    package let id: NumberChangeID
    /// Whose number or case it is about.
    package let person: PersonID
    /// The review whose decision it was; `nil` for what was entered or closed by hand.
    package let review: ReviewID?
    /// What was declared with it.
    package let exclusion: ExclusionID?
    /// Everybody whom it concerned when it was made.
    package let people: [PersonID]
    package let isUndone: Bool

    /// A change that is about to be made.
    package init(
        of person: PersonID, among people: [PersonID], by review: ReviewID? = nil,
        declaring exclusion: ExclusionID? = nil
    ) {
        id = NumberChangeID()
        (self.person, self.people, self.review, self.exclusion) = (person, people, review, exclusion)
        isUndone = false
    }

    fileprivate init(row: borrowing Row) throws {
        id = try row.value("change_id")
        person = try row.value("person_id")
        review = try row.optional("review_id")
        exclusion = try row.optional("exclusion_id")
        people = try row.array("people")
        isUndone = try row.value("is_undone")
    }
}

/// A number that a change gave to somebody, or took from them.
package struct ChangedNumber: Hashable, Sendable, PersonalData {
    package let number: NHSNumber
    package let person: PersonID
    package let wasGiven: Bool
    /// Of one that was given: whether it still stands.
    package let isHeld: Bool
    /// Of one that was taken: whether the run that had given it was undone since.
    package let runIsUndone: Bool
}

extension Session {
    package func add(_ change: NumberChange) throws {
        try execute(
            .query("number_change/add"), change.person, change.id, change.review, change.exclusion,
            PostgresArray(change.people))
    }

    /// A change, or `nil` where the actor sees none of this id.
    package func numberChange(_ id: NumberChangeID) throws -> NumberChange? {
        try first(.query("number_change/find"), id, decode: NumberChange.init(row:))
    }

    /// What the decision of a review changed; `nil` where it changed no number and no case.
    package func numberChange(of review: ReviewID) throws -> NumberChange? {
        try first(.query("number_change/find_of_review"), review, decode: NumberChange.init(row:))
    }

    /// Takes down that a change was taken back.
    package func markUndone(_ change: NumberChangeID, reason: String) throws {
        try execute(.query("number_change/undo"), change, reason)
    }

    /// The numbers that a change gave, then those that it took.
    package func numbers(of change: NumberChangeID) throws -> [ChangedNumber] {
        try all(.query("number_change/list_numbers"), change) { row in
            ChangedNumber(
                number: try row.value("value"), person: try row.value("person_id"),
                wasGiven: try row.value("was_given"), isHeld: try row.value("is_held"),
                runIsUndone: try row.value("run_is_undone"))
        }
    }

    /// The state in which a change found the cases that it moved, as far as nobody has moved them since.
    package func caseStates(before change: NumberChangeID) throws -> [PersonID: RegistrationCase.State] {
        let rows = try all(.query("number_change/list_case_states"), change) { row in
            (try row.value("person_id", as: PersonID.self), try row.value("state", as: RegistrationCase.State.self))
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// Gives a person an NHS number that nobody holds.
    package func open(_ number: NHSNumber, for person: PersonID, in change: NumberChangeID) throws {
        try execute(.query("identifier/give_number"), person, number, change)
    }

    /// Takes an NHS number from whoever holds it, and answers who that was.
    package func close(_ number: NHSNumber, in change: NumberChangeID, reason: String) throws -> PersonID? {
        try first(.query("identifier/close_number"), number, reason, change) { try $0.value("person_id") }
    }

    /// Takes back the numbers that a change gave; answers how many.
    package func closeNumbers(givenBy change: NumberChangeID, reason: String) throws -> Int {
        try execute(.query("identifier/close_of_change"), change, reason)
    }

    /// Gives the numbers that a change took back to whom it took them from; answers how many nobody else has got.
    package func reopenNumbers(takenBy change: NumberChangeID) throws -> Int {
        try execute(.query("identifier/reopen_of_change"), change)
    }
}

extension RegistrationCase {
    /// One arrow of the drawing at ``RegistrationCase``.
    struct Step {
        let state: State
        let effect: Effect

        private init(_ state: State, _ effect: Effect = .none) {
            self.state = state
            self.effect = effect
        }

        /// The arrow that leaves a state by an event.
        init(from state: State, by event: Event) throws(IllegalEvent) {
            switch (state, event) {
            case (.enrolled, .confirmDetails), (.informationNeeded, .confirmDetails):
                self.init(.detailsChecked)
            case (.enrolled, .askForInformation), (.detailsChecked, .askForInformation), (.refused, .askForInformation):
                self.init(.informationNeeded, .askForInformation)
            case (.detailsChecked, .submit), (.refused, .submit):
                self.init(.submitted, .sendToPractice)
            case (.submitted, .accept):
                self.init(.accepted)
            case (.submitted, .refuse):
                self.init(.refused, .reviewRefusal)
            case (_, .seeNumber) where state.awaitsNumber:
                self.init(.numberSeen, .tellNumberSeen)
            case (.numberSeen, .seeGP):
                self.init(.gpSeen, .tellRegistered)
            case (.gpSeen, .close):
                self.init(.closed, .endReminders)
            case (_, .findNotNeeded) where state.awaitsNumber:
                self.init(.notNeeded, .endReminders)
            case (_, .leaveEmployment) where state.isOpen:
                self.init(.leftEmployment, .endReminders)
            case (_, .moveNation) where state.isOpen:
                self.init(.movedNation, .endReminders)
            case (_, .withdraw) where state.isOpen:
                self.init(.withdrawn, .endReminders)
            case (.numberSeen, .withdrawNumber(let previous)), (.gpSeen, .withdrawNumber(let previous)),
                (.closed, .withdrawNumber(let previous)), (.notNeeded, .withdrawNumber(let previous)):
                guard previous.awaitsNumber else { throw IllegalEvent(state: state, event: event) }
                self.init(previous, .resume)
            case (_, .takeBack(let previous))
            where previous != state && previous.precedesDecisions && (state.precedesDecisions || state == .withdrawn):
                self.init(previous, previous.isOpen ? .resume : .endReminders)
            case (.enrolled, _), (.detailsChecked, _), (.informationNeeded, _), (.submitted, _), (.accepted, _),
                (.refused, _), (.numberSeen, _), (.gpSeen, _), (.closed, _), (.notNeeded, _), (.leftEmployment, _),
                (.movedNation, _), (.withdrawn, _):
                throw IllegalEvent(state: state, event: event)
            }
        }
    }
}

/// The way of one worker from enrolment to an NHS number and a practice that has the record.
///
///     enrolled ──▶ details checked ──▶ submitted ──▶ accepted ──▶ number seen ──▶ GP seen ──▶ closed
///        │              │   ▲            ▲   └──▶ refused ─┐
///        └──▶ information needed         └─────────────────┘
///
///     refused ──▶ information needed ──▶ details checked
///     any state before number seen ──▶ number seen, not needed
///     any state before closed      ──▶ left employment, moved nation, withdrawn
///     number seen, GP seen, closed, not needed ──▶ back, when the number turns out to be another person's
///     any state that a decision led to ──▶ the one before it, when the decision is taken back
///
/// The service never allocates an NHS number: it drives and tracks the process that does.
public struct RegistrationCase: Hashable, Codable, Sendable {
    public private(set) var state: State

    /// A case in its first state, or in the one that was stored.
    public init(state: State = .enrolled) {
        self.state = state
    }

    /// Whether the event may happen now.
    public func allows(_ event: Event) -> Bool {
        var copy = self
        return (try? copy.apply(event)) != nil
    }

    /// Moves the case.
    ///
    /// - Returns: what the caller has to do in the same transaction, besides storing the state.
    /// - Throws: ``IllegalEvent``; the state is then as before.
    public mutating func apply(_ event: Event) throws(IllegalEvent) -> Effect {
        let step = try Step(from: state, by: event)
        state = step.state
        return step.effect
    }
}

extension RegistrationCase {
    /// Where a case stands.
    public enum State: String, Hashable, Codable, Sendable, CaseIterable {
        /// The employer has enrolled the worker; nobody has looked at the details.
        case enrolled
        /// A registrar finds the details complete.
        case detailsChecked = "details_checked"
        /// The employer or the worker has to answer a question.
        case informationNeeded = "information_needed"
        /// The practice has the registration.
        case submitted
        /// The practice has accepted the worker; the number is awaited.
        case accepted
        /// The practice has refused, with a reason in writing.
        case refused
        /// A trace shows the number.
        case numberSeen = "number_seen"
        /// A trace shows the number and a practice.
        case gpSeen = "gp_seen"
        /// All is done and told.
        case closed
        /// The worker had a number all along.
        case notNeeded = "not_needed"
        case leftEmployment = "left_employment"
        /// The worker is registered in Scotland or Northern Ireland now.
        case movedNation = "moved_nation"
        /// The worker does not want to be registered.
        case withdrawn

        /// Whether somebody still has to do something.
        public var isOpen: Bool {
            switch self {
            case .numberSeen, .gpSeen: true
            case .enrolled, .detailsChecked, .informationNeeded, .submitted, .accepted, .refused: true
            case .closed, .notNeeded, .leftEmployment, .movedNation, .withdrawn: false
            }
        }

        /// Whether the person has a number where the case stands here.
        public var showsNumber: Bool {
            switch self {
            case .numberSeen, .gpSeen, .closed: true
            case .enrolled, .detailsChecked, .informationNeeded, .submitted, .accepted, .refused: false
            case .notNeeded, .leftEmployment, .movedNation, .withdrawn: false
            }
        }

        /// Whether a decision about numbers may have found the case here: it moves none that somebody has left.
        var precedesDecisions: Bool {
            switch self {
            case .enrolled, .detailsChecked, .informationNeeded, .submitted, .accepted, .refused: true
            case .numberSeen, .gpSeen, .closed, .notNeeded: true
            case .leftEmployment, .movedNation, .withdrawn: false
            }
        }

        /// Whether the number is still awaited.
        public var awaitsNumber: Bool {
            switch self {
            case .enrolled, .detailsChecked, .informationNeeded, .submitted, .accepted, .refused: true
            case .numberSeen, .gpSeen, .closed, .notNeeded, .leftEmployment, .movedNation, .withdrawn: false
            }
        }
    }

    /// What can happen to a case; the caller stores who, when and the evidence beside it.
    public enum Event: Hashable, Codable, Sendable {
        case confirmDetails
        case askForInformation
        case submit
        case accept
        /// The reason in writing is stored by the caller.
        case refuse
        /// A trace shows the number; the case moves by itself, from wherever it is.
        case seeNumber
        /// A trace shows the practice.
        case seeGP
        case close
        /// The worker had a number before.
        case findNotNeeded
        case leaveEmployment
        case moveNation
        case withdraw
        /// A merge was undone: the number belongs to another person. The case goes back to the state that it had
        /// before the number was seen.
        case withdrawNumber(returningTo: State)
        /// A steward's decision about the number or the case was taken back. The case goes back to the state in which
        /// the decision found it.
        case takeBack(returningTo: State)
    }

    /// What the caller does after a step, in the same transaction.
    public enum Effect: String, Hashable, Codable, Sendable, CaseIterable {
        /// Nothing but the new due date.
        case none
        /// Ask the employer or the worker for what is missing.
        case askForInformation = "ask_for_information"
        /// Send the registration to the practice.
        case sendToPractice = "send_to_practice"
        /// Store the refusal in writing and tell the registrar.
        case reviewRefusal = "review_refusal"
        /// Tell the worker how to get the number, and release the notifications that were held.
        case tellNumberSeen = "tell_number_seen"
        /// Tell the employer that the worker is registered.
        case tellRegistered = "tell_registered"
        /// End reminders and take the case off the worklists.
        case endReminders = "end_reminders"
        /// Hold notifications again and put the case back on the worklists.
        case resume
    }

    /// An event that makes no sense in this state; it holds no personal data.
    public struct IllegalEvent: Error, Hashable {
        public let state: State
        public let event: Event
    }
}

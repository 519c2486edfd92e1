import Testing

@testable import OutreachCore

@Suite struct `A registration case` {
    typealias State = RegistrationCase.State
    typealias Event = RegistrationCase.Event
    typealias Effect = RegistrationCase.Effect

    private static let plainEvents: [Event] = [
        .confirmDetails, .askForInformation, .submit, .accept, .refuse, .seeNumber, .seeGP, .close, .findNotNeeded,
        .leaveEmployment, .moveNation, .withdraw,
    ]

    private static let events =
        plainEvents + State.allCases.flatMap { [.withdrawNumber(returningTo: $0), .takeBack(returningTo: $0)] }

    /// Every legal step, one line per state and event; all other pairs are illegal.
    private static let legal: [State: [Event: (State, Effect)]] = {
        let number: [Event: (State, Effect)] = [
            .seeNumber: (.numberSeen, .tellNumberSeen), .findNotNeeded: (.notNeeded, .endReminders),
        ]
        let leaving: [Event: (State, Effect)] = [
            .leaveEmployment: (.leftEmployment, .endReminders), .moveNation: (.movedNation, .endReminders),
            .withdraw: (.withdrawn, .endReminders),
        ]
        let waiting: [State] = [.enrolled, .detailsChecked, .informationNeeded, .submitted, .accepted, .refused]
        let undoing = Dictionary(
            uniqueKeysWithValues: waiting.map { (Event.withdrawNumber(returningTo: $0), ($0, Effect.resume)) })
        let own: [State: [Event: (State, Effect)]] = [
            .enrolled: [
                .confirmDetails: (.detailsChecked, .none), .askForInformation: (.informationNeeded, .askForInformation),
            ],
            .detailsChecked: [
                .submit: (.submitted, .sendToPractice), .askForInformation: (.informationNeeded, .askForInformation),
            ],
            .informationNeeded: [.confirmDetails: (.detailsChecked, .none)],
            .submitted: [.accept: (.accepted, .none), .refuse: (.refused, .reviewRefusal)],
            .refused: [
                .submit: (.submitted, .sendToPractice), .askForInformation: (.informationNeeded, .askForInformation),
            ],
            .numberSeen: [.seeGP: (.gpSeen, .tellRegistered)],
            .gpSeen: [.close: (.closed, .endReminders)],
        ]
        var table: [State: [Event: (State, Effect)]] = [:]
        for state in State.allCases {
            var steps = own[state] ?? [:]
            if waiting.contains(state) { steps.merge(number) { own, _ in own } }
            if waiting.contains(state) || state == .numberSeen || state == .gpSeen {
                steps.merge(leaving) { own, _ in own }
            }
            if [.numberSeen, .gpSeen, .closed, .notNeeded].contains(state) { steps.merge(undoing) { own, _ in own } }
            // A decision moves no case that somebody has left, and leads to none of these states but one.
            if state != .leftEmployment, state != .movedNation {
                for previous in waiting + [.numberSeen, .gpSeen, .closed, .notNeeded] where previous != state {
                    let effect: Effect = previous == .closed || previous == .notNeeded ? .endReminders : .resume
                    steps[.takeBack(returningTo: previous)] = (previous, effect)
                }
            }
            table[state] = steps
        }
        return table
    }()

    @Test(arguments: State.allCases, events)
    func `moves by the table and refuses all other events`(_ state: State, _ event: Event) throws {
        var registration = RegistrationCase(state: state)
        if let (next, effect) = Self.legal[state]?[event] {
            #expect(registration.allows(event))
            #expect(try registration.apply(event) == effect)
            #expect(registration.state == next)
        } else {
            #expect(!registration.allows(event))
            #expect(throws: RegistrationCase.IllegalEvent(state: state, event: event)) {
                try registration.apply(event)
            }
            #expect(registration.state == state)
        }
    }

    @Test func `comes from enrolment to its end`() throws {
        var registration = RegistrationCase()
        let events: [Event] = [
            .askForInformation, .confirmDetails, .submit, .refuse, .submit, .accept, .seeNumber, .seeGP, .close,
        ]
        for event in events {
            #expect(registration.state.isOpen)
            _ = try registration.apply(event)
        }
        #expect(registration.state == .closed)
        #expect(!registration.state.isOpen)
    }

    @Test func `comes back when the number turns out to be another person's`() throws {
        var registration = RegistrationCase(state: .accepted)
        _ = try registration.apply(.seeNumber)
        #expect(try registration.apply(.withdrawNumber(returningTo: .accepted)) == .resume)
        #expect(registration == RegistrationCase(state: .accepted))
    }

    @Test func `is due on a working day exactly while it is open`() throws {
        let calendar = try WorkingCalendar.england()
        let friday = try CalendarDate(parsing: "2026-11-20")
        for state in State.allCases {
            let due = state.dueDate(entered: friday, calendar: calendar)
            #expect((due != nil) == state.isOpen)
            if let due {
                #expect(calendar.isWorkingDay(due))
                #expect(due > friday)
            }
        }
        #expect(State.enrolled.dueDate(entered: friday, calendar: calendar)?.iso == "2026-11-24")
        #expect(State.detailsChecked.dueDate(entered: friday, calendar: calendar)?.iso == "2026-11-23")
    }

    @Test func `reaches the number before the second dose when every step is in time`() {
        let days = [State.enrolled, .detailsChecked, .submitted, .accepted].compactMap(\.workingDaysAllowed)
        #expect(days.reduce(0, +) == 13)
    }

    @Test func `is stored by names in snake case`() {
        #expect(
            State.allCases.map(\.rawValue) == [
                "enrolled", "details_checked", "information_needed", "submitted", "accepted", "refused", "number_seen",
                "gp_seen", "closed", "not_needed", "left_employment", "moved_nation", "withdrawn",
            ])
    }
}

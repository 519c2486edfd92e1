import OutreachCore
import Testing

@Suite struct `an outbound message` {
    typealias State = OutboundMessage.State
    typealias Event = OutboundMessage.Event

    static let table: [State: [Event: State]] = [
        .held: [.release: .queued, .drop: .dropped],
        .queued: [.send: .sent, .refuse: .undeliverable, .acknowledge: .acknowledged],
        .sent: [.acknowledge: .acknowledged, .refuse: .undeliverable],
        .undeliverable: [.resend: .queued, .giveUp: .dead, .acknowledge: .acknowledged],
        .dead: [.resend: .queued, .acknowledge: .acknowledged],
        .acknowledged: [.acknowledge: .acknowledged],
        .dropped: [:],
    ]

    @Test func `goes the ways of the drawing and no others`() {
        for state in State.allCases {
            for event in Event.allCases {
                var moved = state
                do {
                    try moved.apply(event)
                    #expect(moved == Self.table[state]?[event])
                } catch {
                    #expect(Self.table[state]?[event] == nil)
                    #expect(moved == state)
                    #expect(error.state == state && error.event == event)
                }
            }
        }
    }
}

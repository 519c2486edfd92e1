import OutreachCore
import Testing

@Suite struct `the state of a temporary ID` {
    private typealias State = TemporaryID.State
    private typealias Event = TemporaryID.Event

    private static let steps: [[String]: State] = [
        ["reserved", "bind"]: .issued,
        ["reserved", "revoke"]: .revoked,
        ["issued", "revoke"]: .revoked,
        ["issued", "replace"]: .replaced,
    ]

    @Test("moves by the drawing and by nothing else", arguments: TemporaryID.State.allCases, TemporaryID.Event.allCases)
    func step(_ state: TemporaryID.State, _ event: TemporaryID.Event) {
        var moved = state
        if let next = Self.steps[[state.rawValue, event.rawValue]] {
            #expect(throws: Never.self) { try moved.apply(event) }
            #expect(moved == next)
        } else {
            #expect(throws: TemporaryID.State.IllegalEvent.self) { try moved.apply(event) }
            #expect(moved == state)
        }
    }

    @Test func `is live until the ID is revoked or replaced`() {
        #expect(TemporaryID.State.allCases.filter(\.isLive) == [.reserved, .issued])
    }
}

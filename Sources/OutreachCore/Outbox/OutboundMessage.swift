/// The way of one message about one version of an event to one recipient.
///
///     held ──release──▶ queued ──send──▶ sent ──acknowledge──▶ acknowledged
///      └──drop──▶ dropped  │ ▲             │
///                          │ └──resend──┐  │
///                          └──refuse──▶ undeliverable ◀──refuse
///                                          └──giveUp──▶ dead ──resend──▶ queued
///
/// Every resend goes out under the same key, so that a recipient that has the message already does nothing.
public enum OutboundMessage {
    /// Who is told.
    public enum Recipient: String, Hashable, Codable, Sendable, CaseIterable {
        case immunisationStore = "immunisation_store"
        case practice
    }

    /// What the recipient does with the event, whose id stays the same through all of them.
    public enum Action: String, Hashable, Codable, Sendable, CaseIterable {
        case new
        case update
        case delete
    }

    /// Where a message stands.
    public enum State: String, Hashable, Codable, Sendable, CaseIterable {
        /// Waits for the person's number.
        case held
        /// Waits for its turn, its next try or its answer.
        case queued
        /// The recipient's system has taken it; that somebody has read it is not known.
        case sent
        case acknowledged
        /// The recipient's system said no; it is tried again.
        case undeliverable
        /// Given up: somebody has to look, and may send it again.
        case dead
        /// Never sent, since there was nothing left to tell.
        case dropped
    }

    /// What can happen to a message.
    public enum Event: String, Hashable, Codable, Sendable, CaseIterable {
        case release
        case drop
        case send
        /// An answer may come late, twice, or before the sending is noted.
        case acknowledge
        case refuse
        case giveUp = "give_up"
        case resend
    }

    /// An event that does not happen to a message in this state.
    public struct IllegalEvent: Error, Hashable {
        public let state: State
        public let event: Event
    }
}

extension OutboundMessage.State {
    /// Moves on.
    ///
    /// - Throws: ``OutboundMessage/IllegalEvent``; the state is then as before.
    public mutating func apply(_ event: OutboundMessage.Event) throws(OutboundMessage.IllegalEvent) {
        switch (self, event) {
        case (.held, .release), (.undeliverable, .resend), (.dead, .resend): self = .queued
        case (.held, .drop): self = .dropped
        case (.queued, .send): self = .sent
        case (.queued, .acknowledge), (.sent, .acknowledge), (.undeliverable, .acknowledge), (.dead, .acknowledge),
            (.acknowledged, .acknowledge):
            self = .acknowledged
        case (.queued, .refuse), (.sent, .refuse): self = .undeliverable
        case (.undeliverable, .giveUp): self = .dead
        case (.held, _), (.queued, _), (.sent, _), (.acknowledged, _), (.undeliverable, _), (.dead, _), (.dropped, _):
            throw OutboundMessage.IllegalEvent(state: self, event: event)
        }
    }
}

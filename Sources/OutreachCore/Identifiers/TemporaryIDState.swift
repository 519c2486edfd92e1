extension TemporaryID {
    /// What has become of a temporary ID.
    ///
    /// In every state it still resolves, for ever.
    ///
    ///     reserved ──bind──▶ issued ──replace──▶ replaced
    ///        └──────revoke─────┴──▶ revoked
    ///
    /// "Merged" is no state of the ID: it follows from the NHS number of its holder's group.
    public enum State: String, Hashable, Codable, Sendable, CaseIterable {
        /// Printed on a blank card that nobody carries yet.
        case reserved
        /// On the card of a person.
        case issued
        /// Taken back: given to the wrong person, or never needed.
        case revoked
        /// Followed by another ID, because the card was lost.
        case replaced
    }

    /// What can happen to a temporary ID.
    public enum Event: String, Hashable, Codable, Sendable, CaseIterable {
        case bind
        case replace
        case revoke
    }
}

extension TemporaryID.State {
    /// Whether a person may be carrying it.
    public var isLive: Bool { self == .reserved || self == .issued }

    /// Moves on.
    ///
    /// - Throws: ``IllegalEvent``; the state is then as before.
    public mutating func apply(_ event: TemporaryID.Event) throws(IllegalEvent) {
        switch (self, event) {
        case (.reserved, .bind): self = .issued
        case (.reserved, .revoke), (.issued, .revoke): self = .revoked
        case (.issued, .replace): self = .replaced
        case (.reserved, .replace), (.issued, .bind), (.revoked, _), (.replaced, _):
            throw IllegalEvent(state: self, event: event)
        }
    }

    /// An event that does not happen to an ID in this state.
    public struct IllegalEvent: Error, Hashable {
        public let state: TemporaryID.State
        public let event: TemporaryID.Event
    }
}

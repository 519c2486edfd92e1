internal import OutreachCore
package import Postgres
package import Store

extension Session {
    /// Takes what a recipient says of a message later: that it has dealt with it, or that it never got it.
    ///
    /// An answer that comes twice, late, or in another order than it was sent changes nothing more. A message that
    /// was not delivered is tried again.
    ///
    /// - Returns: false where the message is unknown or the answer does not fit.
    package func takeAnswer(to message: NotificationID, _ answer: Delivery) throws -> Bool {
        guard var (_, state) = try lockMessage(message) else { return false }
        let before = state
        do {
            switch answer {
            case .accepted: return true
            case .acknowledged: try state.apply(.acknowledge)
            case .refused: try state.apply(.refuse)
            }
        } catch {
            return false
        }
        if state != before { try move(message, to: state, errorCode: state == .undeliverable ? "undelivered" : nil) }
        return true
    }
}

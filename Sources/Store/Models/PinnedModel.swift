package import Linkage

/// A model with the id that every decision by it stores.
package struct PinnedModel: Sendable {
    package let id: String
    package let model: MatchModel

    /// The one that this program was released with.
    package static let shipped = PinnedModel(.standard)

    package init(_ model: MatchModel) {
        id = model.id
        self.model = model
    }
}

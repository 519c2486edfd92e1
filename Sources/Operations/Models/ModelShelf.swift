internal import Store
internal import Synchronization

/// Models that were parsed before: a model is what its id says, for ever.
final class ModelShelf: Sendable {
    /// Few come into use in the life of a process; who brings more loses the others.
    private static let capacity = 8

    private let models = Mutex([PinnedModel.shipped.id: PinnedModel.shipped])

    subscript(id: String) -> PinnedModel? {
        get { models.withLock { $0[id] } }
        set {
            models.withLock { models in
                if models.count >= Self.capacity { models = [:] }
                models[id] = newValue
            }
        }
    }
}

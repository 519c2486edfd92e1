/// A request that is under way while a test goes on.
final class UnderWay {
    var task: Task<Reply, any Error>?
}

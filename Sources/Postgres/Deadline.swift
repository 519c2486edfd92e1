/// The moment by which an answer must have come, on a clock that never jumps.
struct Deadline: Sendable {
    private let instant: ContinuousClock.Instant

    static func after(_ duration: Duration) -> Deadline {
        Deadline(instant: .now + duration)
    }

    /// For `poll`: never negative, so that a passed deadline still looks once and does not wait for ever.
    var remainingMilliseconds: Int32 {
        let (seconds, attoseconds) = (instant - .now).components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        return Int32(clamping: max(0, milliseconds))
    }

    var hasPassed: Bool {
        instant <= .now
    }
}

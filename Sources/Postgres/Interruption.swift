internal import CLibPQ
internal import Glibc

/// A flag that one thread raises and that wakes another out of `poll`.
///
/// It is an eventfd: raising it makes `descriptor` readable until ``lower()``.
final class Interruption: Sendable {
    let descriptor: Int32

    init() {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    }

    deinit {
        close(descriptor)
    }

    func raise() {
        eventfd_write(descriptor, 1)
    }

    func lower() {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }
}

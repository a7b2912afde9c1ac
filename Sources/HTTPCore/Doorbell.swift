import CLinux
import Glibc
import Synchronization

/// Wakes a loop that waits for its sockets, because something waits on its queue.
///
/// The one who posts counts its work and then looks whether the loop waits; the loop says that it waits
/// and then looks at the count. In every order one of the two sees the other.
final class Doorbell: Sendable {
  /// Becomes readable when the bell rings; stands in the loop's epoll set.
  let descriptor: Int32
  private let posted = Atomic(0)
  private let isWaiting = Atomic(false)

  init() {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    precondition(descriptor >= 0, "a server starts while the process has a descriptor left")
  }

  deinit { close(descriptor) }

  // MARK: Who posts

  func workIsComing() { posted.add(1, ordering: .sequentiallyConsistent) }

  func ring() {
    guard isWaiting.exchange(false, ordering: .sequentiallyConsistent) else { return }
    var one: UInt64 = 1
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  // MARK: The loop

  var hasWork: Bool { posted.load(ordering: .sequentiallyConsistent) > 0 }

  func workHasBegun() { posted.subtract(1, ordering: .sequentiallyConsistent) }

  /// Runs `wait`, telling it whether it may block.
  func whileWaiting<Result>(_ wait: (_ mayBlock: Bool) -> Result) -> Result {
    isWaiting.store(true, ordering: .sequentiallyConsistent)
    defer { isWaiting.store(false, ordering: .sequentiallyConsistent) }
    return wait(!hasWork)
  }

  /// Silences the bell.
  func answer() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}

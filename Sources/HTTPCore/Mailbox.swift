import CLinux
import Glibc
import Synchronization

/// Work that other threads have for a loop, and the bell that wakes the loop where it waits for its
/// sockets.
///
/// The one who posts puts its work in and then looks whether the loop waits; the loop says that it waits
/// and then looks for work. In every order one of the two sees the other.
final class Mailbox: Sendable {
  typealias Work = @Sendable (LoopCore) -> Void

  private struct State: Sendable {
    var isOpen = false
    var work: [Work] = []
  }

  /// Becomes readable when the bell rings; stands in the loop's epoll set.
  let descriptor: Int32
  private let state = Locked(State())
  /// Work that was put in and not taken yet.
  private let count = Atomic(0)
  private let isWaiting = Atomic(false)

  init() {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    precondition(descriptor >= 0, "a server starts while the process has a descriptor left")
  }

  deinit { Glibc.close(descriptor) }

  // MARK: Who posts

  /// Puts work in; answers whether the loop runs and will take it.
  func post(_ work: @escaping Work) -> Bool {
    let isOpen = state.withLock { state in
      state.work.append(work)
      return state.isOpen
    }
    count.add(1, ordering: .sequentiallyConsistent)
    if isWaiting.exchange(false, ordering: .sequentiallyConsistent) {
      var one: UInt64 = 1
      _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }
    return isOpen
  }

  /// The loop runs from here on and takes what is put in.
  func open() { state.withLock { $0.isOpen = true } }

  /// The loop ends and takes no more than what is there.
  func close() { state.withLock { $0.isOpen = false } }

  // MARK: The loop

  /// Whether there may be work to take.
  var hasWork: Bool { count.load(ordering: .sequentiallyConsistent) != 0 }

  /// All that was put in, in order.
  func take() -> [Work] {
    let work = state.withLock { state in
      var work: [Work] = []
      swap(&work, &state.work)
      return work
    }
    count.subtract(work.count, ordering: .sequentiallyConsistent)
    return work
  }

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

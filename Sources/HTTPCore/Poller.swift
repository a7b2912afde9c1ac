import CLinux
import Glibc

/// The readiness of all of a loop's sockets: an epoll set, and the bell of the loop's mailbox in it.
///
/// A dispatch source for each socket was measured at 17 us of CPU per request (two `epoll_ctl`, one
/// `ioctl` and one to two `futex` calls each); this way a request costs its `recv` and its `send`, and
/// the rest is shared by the sockets that are ready together. It also does away with what makes sources
/// delicate: suspended ones, cancel handlers, numbers used again.
final class Poller {
  /// What a socket is watched for.
  struct Interest: OptionSet {
    let rawValue: UInt32
    static let read = Interest(rawValue: EPOLLIN.rawValue | EPOLLRDHUP.rawValue)
    static let write = Interest(rawValue: EPOLLOUT.rawValue)
  }

  /// What happened to a socket.
  struct Readiness: OptionSet {
    let rawValue: UInt32
    static let readable = Readiness(rawValue: EPOLLIN.rawValue | EPOLLRDHUP.rawValue)
    static let ended = Readiness(rawValue: EPOLLRDHUP.rawValue)
    static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// Both directions are gone; nothing can be read or written any more. Cannot be masked.
    static let dead = Readiness(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
  }

  /// The sockets that were found ready together.
  struct Batch: Sequence, IteratorProtocol {
    fileprivate let events: UnsafeBufferPointer<epoll_event>
    fileprivate var index = 0

    mutating func next() -> (token: ConnectionToken, readiness: Readiness)? {
      guard index < events.count else { return nil }
      defer { index += 1 }
      let event = events[index]
      return (ConnectionToken(number: event.data.u64), Readiness(rawValue: event.events))
    }
  }

  private let descriptor: Int32
  private let mailbox: Mailbox
  private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: batchSize)

  /// Sockets taken in one system call.
  private static let batchSize = 256

  init(_ mailbox: Mailbox) {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(descriptor >= 0, "a server starts while the process has a descriptor left")
    self.mailbox = mailbox
    _ = control(EPOLL_CTL_ADD, mailbox.descriptor, .read, Self.bellNumber)
  }

  deinit {
    events.deallocate()
    close(descriptor)
  }

  func add(_ socket: Int32, _ interest: Interest, _ token: ConnectionToken) -> Bool {
    control(EPOLL_CTL_ADD, socket, interest, token.number)
  }

  /// A closed socket leaves the set by itself; an open one is changed here.
  func change(_ socket: Int32, _ interest: Interest, _ token: ConnectionToken) {
    _ = control(EPOLL_CTL_MOD, socket, interest, token.number)
  }

  /// Waits for sockets that are ready, for work in the mailbox, or for the time to pass; -1 waits for
  /// ever.
  func wait(milliseconds: Int32) -> Batch {
    let count = mailbox.whileWaiting { mayBlock in
      Int(
        epoll_wait(
          descriptor, events.baseAddress, Int32(Self.batchSize), mayBlock ? milliseconds : 0))
    }
    return Batch(events: UnsafeBufferPointer(rebasing: events[..<withoutBell(max(0, count))]))
  }

  /// Takes the bell's own event out of the first `count`; how many are left.
  private func withoutBell(_ count: Int) -> Int {
    guard let index = events[..<count].firstIndex(where: { $0.data.u64 == Self.bellNumber })
    else { return count }
    mailbox.answer()
    events[index] = events[count - 1]
    return count - 1
  }

  /// No connection has this number: slots never reach 2^32 - 1.
  private static let bellNumber = UInt64.max

  private func control(
    _ operation: Int32, _ socket: Int32, _ interest: Interest, _ number: UInt64
  ) -> Bool {
    var event = epoll_event()
    event.events = interest.rawValue
    event.data.u64 = number
    return epoll_ctl(descriptor, operation, socket, &event) == 0
  }
}

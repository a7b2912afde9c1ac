import Dispatch
import Glibc

/// Accepts connections and hands them to the loops in turn. Lives on the first loop's queue.
final class Listener {
  private let descriptor: Int32
  private let loops: [EventLoop]
  private let service: Service
  private let poller: Poller
  private var isClosed = false
  private var next = 0

  /// Connections that may wait in the kernel to be accepted.
  static let backlog = 4_096
  /// Connections accepted in one event before the loop's own connections get their turn.
  private static let acceptsPerEvent = 64
  /// How long accepting rests when the process is out of descriptors.
  private static let rest = DispatchTimeInterval.milliseconds(100)

  init(descriptor: Int32, loops: [EventLoop], service: Service, poller: Poller) {
    self.descriptor = descriptor
    self.loops = loops
    self.service = service
    self.poller = poller
  }

  func start() {
    let isAdded = poller.add(descriptor, .read, .listener)
    precondition(isAdded, "a listening socket can be watched")
  }

  /// Stops accepting, once those have been accepted who wait in the kernel's backlog: they have connected
  /// as far as they can tell.
  func finish() {
    for _ in 0..<Self.backlog { guard acceptNext() else { break } }
    close()
  }

  /// Stops accepting; what waits in the kernel's backlog is reset by the kernel.
  func close() {
    if isClosed { return }
    isClosed = true
    Glibc.close(descriptor)
  }

  func resume() {
    if !isClosed { poller.change(descriptor, .read, .listener) }
  }

  func accept() {
    for _ in 0..<Self.acceptsPerEvent { guard acceptNext() else { return } }
  }

  /// Hands the next waiting connection to a loop; false when none waits or there is no room for it.
  private func acceptNext() -> Bool {
    if isClosed { return false }
    guard service.hasRoomForConnection else {
      pauseUntilOneCloses()
      return false
    }
    switch Socket.accept(descriptor) {
    case .none: return false
    case .exhausted:
      rest()
      return false
    case .connection(let descriptor, let peer):
      service.connectionOpened()
      let loop = loops[next % loops.count]
      // Nobody makes 2^63 connections.
      next &+= 1
      loop.post { $0.adopt(descriptor, peer: peer, door: loop) }
      return true
    }
  }

  /// At the limit, clients wait in the backlog instead of being cut.
  private func pauseUntilOneCloses() {
    pause()
    let first = loops[0]
    service.onNextClose { first.post { $0.listener?.resume() } }
  }

  private func rest() {
    pause()
    let first = loops[0]
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.rest) {
      first.post { $0.listener?.resume() }
    }
  }

  private func pause() { poller.change(descriptor, [], .listener) }
}

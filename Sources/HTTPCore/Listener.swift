import Dispatch
import Glibc

/// Accepts connections and hands them to the loops in turn. Lives on the first loop's queue.
final class Listener {
  private let descriptor: Int32
  private let loops: [EventLoop]
  private let service: Service
  private let queue: DispatchQueue
  private let source: any DispatchSourceRead
  private var isPaused = false
  private var isClosed = false
  private var next = 0

  /// Connections accepted in one event before the loop's own connections get their turn.
  private static let acceptsPerEvent = 64
  /// How long accepting rests when the process is out of descriptors and none of ours closes.
  private static let rest = DispatchTimeInterval.milliseconds(100)

  init(descriptor: Int32, loops: [EventLoop], service: Service, queue: DispatchQueue) {
    self.descriptor = descriptor
    self.loops = loops
    self.service = service
    self.queue = queue
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
  }

  func start() {
    source.setEventHandler { [unowned self] in accept() }
    source.setCancelHandler { [descriptor] in Glibc.close(descriptor) }
    source.activate()
  }

  /// Stops accepting; what waits in the kernel's backlog is refused by the kernel.
  func close() {
    if isClosed { return }
    isClosed = true
    if isPaused { source.resume() }
    source.cancel()
  }

  func resume() {
    guard isPaused, !isClosed else { return }
    isPaused = false
    source.resume()
  }

  private func accept() {
    for _ in 0..<Self.acceptsPerEvent {
      guard service.hasRoomForConnection else { return pauseUntilOneCloses() }
      switch Socket.accept(descriptor) {
      case .none: return
      case .exhausted: return rest()
      case .connection(let descriptor, let peer):
        service.connectionOpened()
        let loop = loops[next % loops.count]
        next += 1
        loop.post { $0.adopt(descriptor, peer: peer, door: loop) }
      }
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
    queue.asyncAfter(deadline: .now() + Self.rest) { first.post { $0.listener?.resume() } }
  }

  private func pause() {
    if isPaused { return }
    isPaused = true
    source.suspend()
  }
}

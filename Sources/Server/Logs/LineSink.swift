import Dispatch
import Glibc
import HTTPCore

/// Lines on their way to a descriptor: whoever logs never waits for whoever reads.
///
/// Lines gather in memory and one queue writes them out together. A reader that stalls costs lines,
/// counted, never a request.
final class LineSink: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var isWriting = false
    var dropped = 0
  }

  private let state = Locked(State())
  private let queue: DispatchQueue
  private let descriptor: Int32
  private let limit: Int

  /// - Parameters:
  ///   - descriptor: an open descriptor, never closed here.
  ///   - limit: bytes that may wait; past it, lines are dropped.
  init(descriptor: Int32, limit: Int = 1 << 20) {
    self.descriptor = descriptor
    self.limit = limit
    // Of ordinary priority, for the reason that `WatchedStore` gives.
    queue = DispatchQueue(label: "opmeter.log.\(descriptor)")
  }

  /// Lines that were lost because too many waited.
  var dropped: Int { state.withLock { $0.dropped } }

  /// Takes one line, which ends with a line feed.
  func append(_ line: [UInt8]) {
    let begins = state.withLock { state in
      guard state.pending.count + line.count <= limit else {
        state.dropped += 1
        return false
      }
      state.pending.append(contentsOf: line)
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if begins { queue.async { self.writeAll() } }
  }

  /// Waits until every line taken so far is with the kernel, or for `longest` where nobody reads. For
  /// the end of the program and for tests.
  func flush(longest: Duration = .seconds(2)) {
    let written = DispatchSemaphore(value: 0)
    queue.async { written.signal() }
    _ = written.wait(timeout: .now() + longest.seconds)
  }

  private func writeAll() {
    while let chunk = next() { write(chunk) }
  }

  private func next() -> [UInt8]? {
    state.withLock { state in
      guard !state.pending.isEmpty else {
        state.isWriting = false
        return nil
      }
      defer { state.pending = [] }
      return state.pending
    }
  }

  private func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
      } else if errno != EINTR {
        // Nobody reads any more; the service goes on without a log.
        return
      }
    }
  }
}

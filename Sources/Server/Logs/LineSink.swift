import Dispatch
import Glibc
import HTTPCore

/// Lines on their way to a descriptor: whoever logs never waits for whoever reads.
///
/// Lines gather in memory and one queue writes them out together. A reader that stalls costs lines,
/// counted, never a request, and not even a thread: nothing here blocks.
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
  ///   - descriptor: an open descriptor, never closed here; a negative one forgets every line.
  ///   - limit: bytes that may wait; past it, lines are dropped.
  init(descriptor: Int32, limit: Int = 1 << 20) {
    self.descriptor = descriptor
    self.limit = limit
    // Of ordinary priority, for the reason that `WatchedStore` gives.
    queue = DispatchQueue(label: "opmeter.log", target: .global())
  }

  /// Lines that were lost because too many waited.
  var dropped: Int { state.withLock { $0.dropped } }

  /// How long lines gather before they are written: a busy service wakes the writer 200 times a second,
  /// not once a request.
  private static let gathering = DispatchTimeInterval.milliseconds(5)

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
    if begins { queue.asyncAfter(deadline: .now() + Self.gathering) { self.writeSome() } }
  }

  /// Writes every line taken so far, waiting up to `longest` for a reader that stalls. For the end of
  /// the program and for tests.
  func flush(longest: Duration = .seconds(2)) {
    let deadline = ContinuousClock.now + longest
    queue.sync {
      // Once at least: waiting for the queue may have taken the whole time.
      repeat { write(waiting: 50) } while hasPending && ContinuousClock.now < deadline
    }
  }

  private var hasPending: Bool { state.withLock { !$0.pending.isEmpty } }

  /// How long a full pipe is left alone before the next attempt.
  private static let retry = DispatchTimeInterval.milliseconds(20)

  /// Writes what can be written, and comes back later for what is left.
  private func writeSome() {
    write(waiting: 0)
    let isDone = state.withLock { state in
      state.isWriting = !state.pending.isEmpty
      return !state.isWriting
    }
    if !isDone { queue.asyncAfter(deadline: .now() + Self.retry) { self.writeSome() } }
  }

  /// Takes what waits and puts back what the reader has no room for.
  private func write(waiting milliseconds: Int32) {
    let chunk = state.withLock { state in
      defer { state.pending = [] }
      return state.pending
    }
    let rest = write(chunk, waiting: milliseconds)
    guard !rest.isEmpty else { return }
    state.withLock { $0.pending.insert(contentsOf: rest, at: 0) }
  }

  /// Bytes that a pipe which is ready takes without blocking: POSIX's PIPE_BUF on Linux, pipe(7).
  private static let pieceBytes = 4_096

  /// Writes until everything is out or nothing more is taken; answers what is left.
  private func write(_ bytes: [UInt8], waiting milliseconds: Int32) -> ArraySlice<UInt8> {
    guard descriptor >= 0 else { return [] }
    var rest = bytes[...]
    while !rest.isEmpty {
      var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&ready, 1, milliseconds) > 0 else { return rest }
      let piece = rest.prefix(Self.pieceBytes)
      let count = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        return rest
      } else if errno != EINTR {
        // Nobody reads any more; the service goes on without a log.
        return []
      }
    }
    return []
  }
}

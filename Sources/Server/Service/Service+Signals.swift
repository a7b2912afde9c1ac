import Dispatch
import Glibc
import HTTPCore
import Synchronization

extension Service {
  /// Runs the service until a signal ends it: the whole of `opmeter serve`. Blocks the calling thread.
  ///
  /// SIGHUP reloads the profiles. SIGTERM and SIGINT drain; a second one ends the process at once with
  /// the status that the signal would have given it.
  ///
  /// Signals are taken before anything is loaded: a SIGHUP that comes early reloads later, and does not
  /// kill.
  ///
  /// - Parameter started: called with the port once requests are answered.
  public static func run(
    _ configuration: ServiceConfiguration, started: (_ port: Int) -> Void = { _ in }
  ) throws(ServiceError) {
    signal(SIGPIPE, SIG_IGN)
    let inbox = SignalInbox()
    let sources = inbox.sources(for: [SIGHUP, SIGTERM, SIGINT])
    defer { for source in sources { source.cancel() } }
    let service = try Service(configuration)
    let port = try service.start()
    let ended = DispatchSemaphore(value: 0)
    let isEnding = Atomic(false)
    inbox.open { number in
      if number == SIGHUP { return service.reload() }
      guard !isEnding.exchange(true, ordering: .sequentiallyConsistent) else {
        _exit(128 + number)
      }
      service.drain { _ in ended.signal() }
    }
    started(port)
    ended.wait()
  }
}

/// Signals as calls, those kept that come before anybody takes them.
private final class SignalInbox: Sendable {
  private struct State {
    var handler: (@Sendable (Int32) -> Void)?
    var waiting: [Int32] = []
  }

  private let state = Locked(State())

  /// Sources that fill this inbox; from here on the signals do nothing by themselves.
  func sources(for numbers: [Int32]) -> [any DispatchSourceSignal] {
    let queue = DispatchQueue(label: "opmeter.signals", target: .global())
    return numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { self.receive(number) }
      source.activate()
      return source
    }
  }

  func open(_ handler: @escaping @Sendable (Int32) -> Void) {
    let waiting = state.withLock { state in
      state.handler = handler
      defer { state.waiting = [] }
      return state.waiting
    }
    waiting.forEach(handler)
  }

  private func receive(_ number: Int32) {
    let handler = state.withLock { state in
      if state.handler == nil { state.waiting.append(number) }
      return state.handler
    }
    handler?(number)
  }
}

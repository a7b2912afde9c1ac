import Dispatch
import HTTPCore

/// A profile store that follows its directory.
///
/// Everything that loads runs on one queue, one at a time, beside the queues that serve requests.
final class WatchedStore: Sendable {
  private let store: ProfileStore
  private let queue: DispatchQueue
  private let watch: DirectoryWatch?
  private let reachNow = Locked<DirectoryWatch.Reach?>(nil)
  private let looked: @Sendable (ReloadOutcome?) -> Void

  /// - Parameters:
  ///   - timing: nil for a store that is only reloaded by hand.
  ///   - looked: called after each look with what came of it, nil where nothing was new.
  init(
    _ store: ProfileStore, directory: String, timing: WatchTiming?,
    looked: @escaping @Sendable (ReloadOutcome?) -> Void = { _ in }
  ) {
    self.store = store
    self.looked = looked
    // Of ordinary priority: on Linux a low one is a thread's niceness, which the threads that it starts
    // for other queues inherit, and which no unprivileged process may take back.
    // On the shared pool, which has a thread a core.
    let queue = DispatchQueue(label: "opmeter.profiles", target: .global())
    self.queue = queue
    watch = timing.map { DirectoryWatch(directory: directory, timing: $0, queue: queue) }
  }

  /// Begins to watch. When this returns every later change will be noticed.
  func start() {
    watch?.start(
      reachChanged: { [weak self] reach in self?.reachNow.withLock { $0 = reach } },
      changed: { [weak self] cause in self?.look(cause) })
    // What changed between the first load and the first watch sent no event.
    if watch != nil { queue.async { self.look(.poll) } }
  }

  func stop() { watch?.stop() }

  /// How the directory is watched at this moment; nil where it is not.
  var reach: DirectoryWatch.Reach? { reachNow.withLock { $0 } }

  /// Loads anew, soon, whether or not anything seems to have changed.
  func reload(_ trigger: ReloadTrigger) {
    queue.async { self.conclude(self.store.reload(trigger)) }
  }

  private func look(_ cause: DirectoryWatch.Cause) {
    switch cause {
    case .events: conclude(store.reloadIfChanged(.watch))
    case .poll: conclude(store.reloadIfChanged(.poll))
    }
  }

  private func conclude(_ outcome: ReloadOutcome?) {
    if outcome == .unsettled { watch?.lookAgain() }
    looked(outcome)
  }
}

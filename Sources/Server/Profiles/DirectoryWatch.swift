import Dispatch
import Glibc

/// How a profile directory is watched.
public struct WatchTiming: Hashable, Sendable {
  /// Silence after a change before it is acted on.
  public var quiet: Duration = .milliseconds(100)
  /// The longest that changes which do not stop may put that off.
  public var longest: Duration = .seconds(1)
  /// How often contents are compared without being told, for file systems that tell nothing.
  public var poll: Duration = .seconds(10)

  public init() {}
}

/// Calls back when the profile directory may have changed.
///
/// Hears of changes through inotify, and looks by itself every now and then: a network file system
/// sends no events, and an ancestor's renaming silences a watch without a word.
// All mutable state is touched on `queue` alone.
final class DirectoryWatch: @unchecked Sendable {
  enum Cause: Sendable {
    /// Events came, and then silence.
    case events
    /// It was time for a look.
    case poll
  }

  /// How changes are noticed at this moment.
  struct Reach: Hashable, Sendable {
    /// 0 where inotify is not to be had: then only the polls are left.
    var directories = 0
  }

  private let directory: String
  private let timing: WatchTiming
  private let queue: DispatchQueue
  private var changed: @Sendable (Cause) -> Void = { _ in }
  private var reachChanged: @Sendable (Reach) -> Void = { _ in }
  private var actTimer: (any DispatchSourceTimer)?
  private var pollTimer: (any DispatchSourceTimer)?
  private var source: (any DispatchSourceRead)?
  private var descriptor: Int32 = -1
  private var interests: [Int32: WatchPlan.Interest] = [:]
  private var debounce: Debounce
  private var reach = Reach()

  /// - Parameter queue: a serial one, on which everything happens.
  init(directory: String, timing: WatchTiming, queue: DispatchQueue) {
    self.directory = directory
    self.timing = timing
    self.queue = queue
    debounce = Debounce(quiet: timing.quiet, longest: timing.longest)
  }

  deinit { cancel() }

  /// Begins to watch. When this returns every later change will be noticed.
  ///
  /// - Parameters:
  ///   - reachChanged: told how much is watched, at first and whenever that changes.
  ///   - changed: told that something may have changed.
  func start(
    reachChanged: @escaping @Sendable (Reach) -> Void, changed: @escaping @Sendable (Cause) -> Void
  ) {
    queue.sync {
      self.changed = changed
      self.reachChanged = reachChanged
      openInotify()
      reachChanged(reach)
      renewWatches()
      startTimers()
    }
  }

  private func startTimers() {
    let act = DispatchSource.makeTimerSource(queue: queue)
    act.setEventHandler { [weak self] in self?.act(.events) }
    act.activate()
    actTimer = act
    let poll = DispatchSource.makeTimerSource(queue: queue)
    poll.setEventHandler { [weak self] in self?.act(.poll) }
    let interval = timing.poll.seconds
    poll.schedule(
      deadline: .now() + interval, repeating: interval,
      leeway: .nanoseconds(Int(min(interval / 4, 1) * 1e9)))
    poll.activate()
    pollTimer = poll
  }

  /// Ends the watch; no call comes after it returns.
  func stop() {
    queue.sync {
      changed = { _ in }
      reachChanged = { _ in }
      cancel()
    }
  }

  private func cancel() {
    actTimer?.cancel()
    pollTimer?.cancel()
    source?.cancel()
    actTimer = nil
    pollTimer = nil
    source = nil
  }

  /// Acts again after the quiet time, as if an event had come.
  func lookAgain() { queue.async { self.noteEvent() } }

  private func openInotify() {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { return }
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler { [weak self] in self?.readEvents() }
    source.setCancelHandler { [descriptor] in close(descriptor) }
    source.activate()
    self.source = source
  }

  /// Watches what the plan says now, and nothing else.
  private func renewWatches() {
    guard source != nil else { return }
    var renewed: [Int32: WatchPlan.Interest] = [:]
    for (path, interest) in WatchPlan(profileDirectory: directory).directories {
      // Adding a watch that exists answers the same number.
      let watch = inotify_add_watch(descriptor, path, InotifyEvent.interests)
      guard watch >= 0 else { continue }
      renewed[watch, default: WatchPlan.Interest()].formUnion(interest)
    }
    for watch in interests.keys where renewed[watch] == nil {
      inotify_rm_watch(descriptor, watch)
    }
    interests = renewed
    if reach.directories != renewed.count {
      reach.directories = renewed.count
      reachChanged(reach)
    }
  }

  private func readEvents() {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    var matters = false
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { break }
      for event in InotifyEvent.parse(buffer[..<count]) where isOfInterest(event) { matters = true }
    }
    if matters { noteEvent() }
  }

  private func isOfInterest(_ event: InotifyEvent) -> Bool {
    // An overrun queue: anything may have happened.
    guard event.watch >= 0 else { return true }
    guard let interest = interests[event.watch] else { return false }
    // The directory itself: deleted, moved, unmounted, its rights changed.
    return event.name.isEmpty || interest.contains(event.name)
  }

  private func noteEvent() {
    let now = ContinuousClock.now
    let wait = debounce.event(at: now) - now
    actTimer?.schedule(deadline: .now() + wait.seconds)
  }

  private func act(_ cause: Cause) {
    if cause == .events { debounce.acted() }
    // First the watches, then the look: a change in between sends an event.
    renewWatches()
    changed(cause)
  }
}

extension WatchPlan.Interest {
  mutating func formUnion(_ other: WatchPlan.Interest) {
    names.formUnion(other.names)
    profileFiles = profileFiles || other.profileFiles
  }
}

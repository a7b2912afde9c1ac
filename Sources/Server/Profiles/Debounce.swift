/// When to act on events that come in bursts: after a quiet time, but not later than a longest wait.
///
/// An editor's save is many events; a copied directory is hundreds. Acting on the first would read
/// half of it; waiting for silence alone would never act in a storm.
struct Debounce {
  var quiet: Duration
  var longest: Duration
  private var first: ContinuousClock.Instant?

  init(quiet: Duration, longest: Duration) {
    self.quiet = quiet
    self.longest = longest
  }

  /// Notes an event and answers when to act if no other follows.
  mutating func event(at now: ContinuousClock.Instant) -> ContinuousClock.Instant {
    let begin = first ?? now
    first = begin
    return min(now + quiet, max(begin + longest, now))
  }

  /// Notes that the burst was acted on.
  mutating func acted() { first = nil }
}

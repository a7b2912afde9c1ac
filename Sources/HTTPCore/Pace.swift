/// How long a client that moves bytes too slowly is still waited for.
///
/// Time uses patience up, and every byte earns back the time it may take at the slowest speed allowed,
/// never beyond the whole. So one that stops is cut after that time whatever it did before, one that
/// drips a little later, and one that keeps the speed never.
struct Pace {
  private var deadline: MonotonicTime

  init(from start: MonotonicTime, patience: Duration) { deadline = start + patience }

  /// Notes progress; `slowest` is in bytes per second.
  mutating func moved(_ bytes: Int, at now: MonotonicTime, patience: Duration, slowest: Int) {
    guard bytes > 0 else { return }
    let whole = now + patience
    let earned = Double(bytes) / Double(max(1, slowest))
    deadline = earned < patience.seconds ? min(whole, deadline + .seconds(earned)) : whole
  }

  func isLost(at now: MonotonicTime) -> Bool { now > deadline }
}

import Glibc

/// Looks every millisecond until `condition` holds; false after two minutes.
func eventually(_ condition: () -> Bool) -> Bool {
  let deadline = ContinuousClock.now + .seconds(120)
  while !condition() {
    if ContinuousClock.now > deadline { return false }
    usleep(1_000)
  }
  return true
}

/// Lets time pass where time itself is what a test is about.
func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }

/// Whether a client that means to be steady was: a busy machine may hold its thread up.
struct Steadiness {
  private(set) var longestGap = Duration.zero
  private var last = ContinuousClock.now

  /// Notes that the client has just moved bytes.
  mutating func beat() {
    let now = ContinuousClock.now
    longestGap = max(longestGap, now - last)
    last = now
  }

  /// Runs `trial`, again and again while it could not keep a pace within `patience`, which is then no
  /// fault of the server's. What it throws counts only if it kept the pace.
  ///
  /// - Returns: false where it never kept the pace.
  static func holds(
    within patience: Duration, _ trial: (inout Steadiness) throws -> Void
  ) throws -> Bool {
    for _ in 0..<20 {
      var steadiness = Steadiness()
      let result = Result { try trial(&steadiness) }
      steadiness.beat()
      if steadiness.longestGap >= patience { continue }
      try result.get()
      return true
    }
    return false
  }
}

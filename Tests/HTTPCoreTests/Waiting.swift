import Glibc

/// Looks every millisecond until `condition` holds; false after ten seconds.
func eventually(_ condition: () -> Bool) -> Bool {
  let deadline = ContinuousClock.now + .seconds(10)
  while !condition() {
    if ContinuousClock.now > deadline { return false }
    usleep(1_000)
  }
  return true
}

/// Lets time pass where time itself is what a test is about.
func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }

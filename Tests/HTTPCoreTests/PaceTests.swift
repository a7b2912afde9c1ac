import Testing

@testable import HTTPCore

/// The same without a clock: time is what a test says it is.
@Suite struct PaceTests {
  private static let second: Int64 = 1_000_000_000
  private static let patience = 8 * second

  /// The second in which a client is lost that moves so many bytes each second; nil if it never is.
  private func end(_ bytesPerSecond: Int, slowest: Int = 500, longest: Int64 = 1_000) -> Int64? {
    var pace = Pace(from: MonotonicTime(nanoseconds: 0), patience: Self.patience)
    for number in 1...longest {
      let now = MonotonicTime(nanoseconds: number * Self.second)
      if pace.isLost(at: now) { return number }
      pace.moved(bytesPerSecond, at: now, patience: Self.patience, slowest: slowest)
    }
    return nil
  }

  @Test("who stops is waited for as long as the patience, and no longer")
  func stops() { #expect(end(0) == 9) }

  @Test("who drips is cut a little later, who keeps the slowest speed never")
  func drips() {
    #expect(end(50) == 9)
    #expect(end(250) == 16)
    #expect(end(500) == nil)
    #expect(end(1_000_000) == nil)
  }

  @Test("bytes of before are no credit beyond the whole patience")
  func noCredit() {
    var pace = Pace(from: MonotonicTime(nanoseconds: 0), patience: Self.patience)
    let now = MonotonicTime(nanoseconds: Self.second)
    pace.moved(.max, at: now, patience: Self.patience, slowest: 1)
    #expect(!pace.isLost(at: MonotonicTime(nanoseconds: 9 * Self.second)))
    #expect(pace.isLost(at: MonotonicTime(nanoseconds: 9 * Self.second + 1)))
  }
}

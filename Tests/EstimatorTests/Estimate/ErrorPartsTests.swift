import Testing

@testable import Estimator

@Suite struct ErrorPartsTests {
  private func sum(_ parts: [(value: Double, class: Int)], own: Double, ofClass: Double)
    -> UncertainSum
  {
    var sum = UncertainSum()
    for part in parts {
      sum.add(part.value, ownDeviation: own, class: part.class, classDeviation: ofClass)
    }
    return sum
  }

  private func reach(_ interval: Interval) -> Double {
    (interval.high - interval.value) / interval.value / Interval.deviations
  }

  @Test("rows of one class move together, rows of two classes do not")
  func classesMoveTogether() {
    let one = sum([(1, 0), (1, 0)], own: 0, ofClass: 0.1).interval(sharedDeviation: 0)
    #expect(abs(reach(one) - 0.1) < 1e-12)
    let two = sum([(1, 0), (1, 1)], own: 0, ofClass: 0.1).interval(sharedDeviation: 0)
    #expect(abs(reach(two) - 0.1 / 2.0.squareRoot()) < 1e-12)
  }

  @Test("between two models on one device what they share cancels")
  func differences() {
    let slow = sum([(10, 0), (5, 1)], own: 0.01, ofClass: 0.1)
    let fast = sum([(9, 0), (5, 1)], own: 0.01, ofClass: 0.1)
    let a = slow.errors(sharedDeviation: 0.2, scale: 1e3)
    let b = fast.errors(sharedDeviation: 0.2, scale: 1e3)
    let difference = a.difference(from: b)
    #expect(abs(difference.value - 1e3) < 1e-9)
    // 15 ms are known within 3 ms; their difference of 1 ms within half a millisecond.
    let alone = slow.interval(sharedDeviation: 0.2)
    #expect(difference.high - difference.value < 0.15 * (alone.high - alone.value) * 1e3)
    #expect(difference.low > 0)
  }

  @Test("a model compared with itself differs by nothing but its rows' own errors")
  func sameModel() {
    let errors = sum([(10, 0)], own: 0, ofClass: 0.1).errors(sharedDeviation: 0.2, scale: 1)
    let difference = errors.difference(from: errors)
    #expect(difference.low == 0 && difference.high == 0)
  }
}

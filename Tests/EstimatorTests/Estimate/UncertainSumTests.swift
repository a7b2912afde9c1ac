import Testing

@testable import Estimator

@Suite struct UncertainSumTests {
  private func sum(_ parts: [(value: Double, class: Int)], ofClass: Double) -> UncertainSum {
    var sum = UncertainSum()
    for part in parts {
      sum.add(part.value, ownDeviation: 0, class: part.class, classDeviation: ofClass)
    }
    return sum
  }

  private func reach(_ interval: Interval) -> Double {
    (interval.high - interval.value) / interval.value / Interval.deviations
  }

  @Test("rows of one class move together, rows of two classes do not")
  func classesMoveTogether() {
    let one = sum([(1, 0), (1, 0)], ofClass: 0.1).interval(sharedDeviation: 0)
    #expect(abs(reach(one) - 0.1) < 1e-12)
    let two = sum([(1, 0), (1, 1)], ofClass: 0.1).interval(sharedDeviation: 0)
    #expect(abs(reach(two) - 0.1 / 2.0.squareRoot()) < 1e-12)
  }
}

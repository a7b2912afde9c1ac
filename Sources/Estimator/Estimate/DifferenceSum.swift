/// The device's error on one side, relative.
struct SharedError {
  /// Drawn once for the profile.
  var common: Double
  /// Drawn once for the clock.
  var own = 0.0
}

/// The sum of `CostDifference`'s terms.
struct DifferenceSum {
  /// Whether device and classes are the same on both sides, and whether the clock is too.
  let isShared: Bool
  let isOneClock: Bool
  let baseErrors: DeviceErrors
  let headErrors: DeviceErrors

  private var base = Side()
  private var head = Side()
  /// Of pairs: head less base.
  private var paired = 0.0
  private var pairedClasses: [Double]
  private var ownVariance = 0.0
  /// What bringing in weights takes on either side.
  private var memory = (base: 0.0, head: 0.0)

  private struct Side {
    /// Of all operations.
    var total = 0.0
    var unpaired = 0.0
    var ownVariance = 0.0
    /// By class, of all operations.
    var classes = Array(repeating: 0.0, count: KernelClass.allCases.count)
    var unpairedClasses = Array(repeating: 0.0, count: KernelClass.allCases.count)

    mutating func add(_ value: Double, kernel: KernelErrors.Entry?, operation: Double) {
      let fit = kernel?.deviation ?? DifferenceSum.unknownKernel
      total += value
      unpaired += value
      ownVariance += (fit * fit + operation * operation) * value * value
      guard let index = kernel?.classIndex else { return }
      classes[index] += value
      unpairedClasses[index] += value
    }

    mutating func addPaired(_ value: Double, kernel: KernelErrors.Entry?) {
      total += value
      if let index = kernel?.classIndex { classes[index] += value }
    }
  }

  private static let unknownKernel = 0.3

  init(isShared: Bool, isOneClock: Bool, base: DeviceErrors, head: DeviceErrors) {
    self.isShared = isShared
    self.isOneClock = isOneClock
    baseErrors = base
    headErrors = head
    pairedClasses = Array(repeating: 0, count: KernelClass.allCases.count)
  }

  mutating func addBase(_ value: Double, kernel: KernelErrors.Entry?) {
    base.add(value, kernel: kernel, operation: baseErrors.operation)
  }

  mutating func addHead(_ value: Double, kernel: KernelErrors.Entry?) {
    head.add(value, kernel: kernel, operation: headErrors.operation)
  }

  mutating func addPair(base first: Double, head second: Double, kernel: KernelErrors.Entry?) {
    let difference = second - first
    let fit = kernel?.deviation ?? Self.unknownKernel
    paired += difference
    if let index = kernel?.classIndex { pairedClasses[index] += difference }
    base.addPaired(first, kernel: kernel)
    head.addPaired(second, kernel: kernel)
    ownVariance += (fit * difference) * (fit * difference)
    ownVariance +=
      isShared
      ? square(headErrors.operation * difference)
      : square(baseErrors.operation * first) + square(headErrors.operation * second)
  }

  mutating func addMemory(base: Double, head: Double) {
    memory.base += base
    memory.head += head
  }

  func interval(base baseShared: SharedError, head headShared: SharedError) -> Interval {
    let value = paired + (head.unpaired - base.unpaired)
    var variance = ownVariance + (base.ownVariance + head.ownVariance)
    for index in pairedClasses.indices {
      variance +=
        isShared
        ? square(
          headErrors.classes[index]
            * (pairedClasses[index] + (head.unpairedClasses[index] - base.unpairedClasses[index])))
        : square(baseErrors.classes[index] * base.classes[index])
          + square(headErrors.classes[index] * head.classes[index])
    }
    variance +=
      isShared
      ? square(headErrors.weightMemory * (memory.head - memory.base))
      : square(baseErrors.weightMemory * memory.base)
        + square(headErrors.weightMemory * memory.head)
    variance +=
      isShared
      ? square(headShared.common * value)
      : square(baseShared.common * base.total) + square(headShared.common * head.total)
    variance +=
      isShared && isOneClock
      ? square(headShared.own * value)
      : square(baseShared.own * base.total) + square(headShared.own * head.total)
    let reach = Interval.deviations * variance.squareRoot()
    return Interval(value: value, low: value - reach, high: value + reach)
  }

  private func square(_ x: Double) -> Double { x * x }
}

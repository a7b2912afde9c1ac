import Estimator

/// What makes up a power.
extension PowerFleet {
  enum Level: Hashable, Sendable {
    case device, deviceAtVoltage, deviceAndVersion, deviceAndVersionAtVoltage, kernelClass
    case classOfRelease
  }

  struct Effect: Hashable, Sendable {
    var level: Level
    var kernelClass: Int?
    var first = ""
    var second = ""
    /// Tenths of a volt: meters show 3.306 and 3.310 V for the same supply.
    var decivolts: Int?
  }

  /// Standard deviations, chosen by leaving networks out; halved or doubled they change the error of
  /// what was left out by a fiftieth of itself at most.
  enum Scale {
    static let device = 1.0
    static let deviceAtVoltage = 0.3
    static let deviceAndVersion = 0.15
    static let deviceAndVersionAtVoltage = 0.1
    static let kernelClass = 0.05
    static let classOfRelease = 0.06
    static let network = 0.03
    static let layer = 0.08
  }

  static func effects(
    _ identity: DeviceIdentity, volts: Double?, shares: [Double]
  ) -> [(effect: Effect, scale: Double, share: Double)] {
    let decivolts = volts.map(Self.decivolts)
    let device = identity.device
    let version = identity.version
    var list: [(effect: Effect, scale: Double, share: Double)] = [
      (Effect(level: .device, first: device), Scale.device, 1),
      (
        Effect(level: .deviceAtVoltage, first: device, decivolts: decivolts),
        Scale.deviceAtVoltage, 1
      ),
      (
        Effect(level: .deviceAndVersion, first: device, second: version), Scale.deviceAndVersion, 1
      ),
      (
        Effect(
          level: .deviceAndVersionAtVoltage, first: device, second: version, decivolts: decivolts),
        Scale.deviceAndVersionAtVoltage, 1
      ),
    ]
    for (index, share) in shares.enumerated() where share > 0 {
      list.append((Effect(level: .kernelClass, kernelClass: index), Scale.kernelClass, share))
      list.append(
        (
          Effect(level: .classOfRelease, kernelClass: index, first: identity.release),
          Scale.classOfRelease, share
        ))
    }
    return list
  }

  static func decivolts(_ volts: Double) -> Int { Int((volts * 10).rounded()) }
}

extension DeviceSurvey.Entry {
  /// Of its instructions, by kernel class.
  var shares: [Double] {
    var shares = Array(load.instructions.prefix(KernelClass.allCases.count))
    shares[KernelClass.convolution.slot] += load.instructions[DeviceLoad.gatherSlot]
    let sum = shares.reduce(0, +)
    return sum > 0 ? shares.map { $0 / sum } : shares
  }
}

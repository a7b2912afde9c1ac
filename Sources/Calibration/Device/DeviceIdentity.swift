import Estimator

/// What a device with one runtime build has in common with others: the levels of the fit.
public struct DeviceIdentity: Hashable, Sendable {
  public var device: String
  /// `cortex-m4`.
  public var core: String
  /// Chips that share flash interface and caches: `stm32l4`.
  public var chipFamily: String
  /// Who makes the runtime: `x-cube-ai`, `cmsis-nn`.
  public var vendor: String
  /// Kernels of one source, whatever the compiler's level: `cmsis-5-2020-05-20`.
  public var release: String
  /// The build itself: `x-cube-ai-9.0`.
  public var version: String
  /// Whether the instructions are counted ones of the kernels that run: then versions differ little
  /// in cycles per instruction, and what differs is in the counts.
  public var isCounted: Bool
  /// Of the board.
  public var memory: DeviceMemory

  public init(
    device: String, core: String, chipFamily: String, vendor: String, release: String,
    version: String, isCounted: Bool, memory: DeviceMemory = .none
  ) {
    self.device = device
    self.core = core
    self.chipFamily = chipFamily
    self.vendor = vendor
    self.release = release
    self.version = version
    self.isCounted = isCounted
    self.memory = memory
  }
}

/// A deviation of log cycles per instruction that all observations of one kind share.
struct DeviceEffect: Hashable, Sendable {
  enum Level: Hashable, Sendable {
    case everywhere, core, vendor, version, coreAndVersion, chipFamily, deviceAndVersion, release
    /// Patch copying against the rest of a convolution.
    case gather
    case gatherOfRelease
    /// A memory's cycles against what its manual lets one expect.
    case memoryOfChipFamily, memoryOfDevice
  }

  var level: Level
  /// The slot's class, or `nil` for what all classes share.
  var kernelClass: Int?
  var first = ""
  var second = ""
}

/// Standard deviations of the effects, in the log of cycles per instruction: how far cores, vendors,
/// versions and devices may differ before the fit pulls them together.
///
/// Chosen by leaving networks out over all measured devices (docs/decisions/0001-cycles-form.md);
/// the result changes little when one of them is halved or doubled.
struct DeviceEffectScales: Hashable, Sendable {
  var everywhere = 3.0
  var core = 0.5
  var chipFamily = 0.1
  var vendor = Pair(counted: 0.15, closed: 0.3)
  var version = Pair(counted: 0.07, closed: 0.3)
  var coreAndVersion = Pair(counted: 0.05, closed: 0.1)
  var deviceAndVersion = Pair(counted: 0.05, closed: 0.1)

  var classEverywhere = 0.3
  var classOfCore = 0.15
  var classOfChipFamily = 0.03
  var classOfVendor = Pair(counted: 0.1, closed: 0.25)
  var classOfRelease = Pair(counted: 0.1, closed: 0.25)
  var classOfVersion = Pair(counted: 0.05, closed: 0.15)
  var classOfCoreAndVendor = Pair(counted: 0.05, closed: 0.1)
  var classOfDeviceAndVersion = 0.04
  /// Pooling, additions and the rest are a few hundredths of a network: what its time says of them
  /// is said of something else. Their effects of vendor, release and version are this much of those
  /// of the multiplying classes.
  var minorClasses = 0.3

  var gather = 0.5
  var gatherOfRelease = 0.15

  var memoryOfChipFamily = 0.1
  var memoryOfDevice = 0.3

  /// Runtimes whose kernels were counted, and those scaled from the nearest that were.
  struct Pair: Hashable, Sendable {
    var counted: Double
    var closed: Double
  }

  static let standard = DeviceEffectScales()
}

extension DeviceIdentity {
  /// The effects that add up to the log cycles per instruction of `slot`, each with its scale.
  func effects(
    slot: Int, scales: DeviceEffectScales
  ) -> [(effect: DeviceEffect, scale: Double)] {
    if slot > DeviceLoad.gatherSlot {
      return [
        (
          DeviceEffect(level: .memoryOfChipFamily, kernelClass: slot, first: chipFamily),
          scales.memoryOfChipFamily
        ),
        (
          DeviceEffect(level: .memoryOfDevice, kernelClass: slot, first: device),
          scales.memoryOfDevice
        ),
      ]
    }
    let isGather = slot == DeviceLoad.gatherSlot
    let index = DeviceLoad.kernelClass(ofSlot: slot).slot
    var list: [(effect: DeviceEffect, scale: Double)] = []
    func add(
      _ level: DeviceEffect.Level, _ index: Int?, _ first: String, _ second: String,
      _ scale: Double
    ) {
      list.append(
        (DeviceEffect(level: level, kernelClass: index, first: first, second: second), scale))
    }
    func of(_ pair: DeviceEffectScales.Pair) -> Double { isCounted ? pair.counted : pair.closed }
    let part =
      DeviceFactors.ordinaryMix[KernelClass.allCases[index]] == nil
      ? scales.minorClasses : 1
    add(.everywhere, nil, "", "", scales.everywhere)
    add(.core, nil, core, "", scales.core)
    add(.vendor, nil, vendor, "", of(scales.vendor))
    add(.version, nil, version, "", of(scales.version))
    add(.coreAndVersion, nil, core, version, of(scales.coreAndVersion))
    add(.chipFamily, nil, chipFamily, "", scales.chipFamily)
    add(.deviceAndVersion, nil, device, version, of(scales.deviceAndVersion))

    add(.everywhere, index, "", "", scales.classEverywhere)
    add(.vendor, index, vendor, "", part * of(scales.classOfVendor))
    add(.version, index, version, "", part * of(scales.classOfVersion))
    add(.release, index, release, "", part * of(scales.classOfRelease))
    add(.core, index, core, "", scales.classOfCore)
    add(.coreAndVersion, index, core, vendor, part * of(scales.classOfCoreAndVendor))
    add(.chipFamily, index, chipFamily, "", scales.classOfChipFamily)
    add(.deviceAndVersion, index, device, version, scales.classOfDeviceAndVersion)
    if isGather {
      add(.gather, index, "", "", scales.gather)
      add(.gatherOfRelease, index, release, "", scales.gatherOfRelease)
    }
    return list
  }
}

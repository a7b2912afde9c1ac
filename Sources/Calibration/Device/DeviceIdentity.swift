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
  /// How near the counted instructions are to what runs.
  public var structure: Structure
  /// Of the board.
  public var memory: DeviceMemory

  /// Of the instructions that an identity's cycles are divided by.
  public enum Structure: Hashable, Sendable {
    /// The kernels that run were counted: what differs between versions is in the counts.
    case counted
    /// Kernels of the same source in a version that nobody counted.
    case near
    /// Coefficients that were fitted to measured layers: what one class of operation costs beside
    /// another is in them already, and is not to be learnt from kernels that were counted.
    case layers
    /// Cycles of measured layers of an accelerator, the whole cost: no core, compiler or other
    /// library says anything of them.
    case accelerator
    /// A closed runtime on the kernels of another: what it does otherwise belongs to its release, and
    /// is the same on all boards.
    case borrowed
  }

  public init(
    device: String, core: String, chipFamily: String, vendor: String, release: String,
    version: String, structure: Structure, memory: DeviceMemory = .none
  ) {
    self.device = device
    self.core = core
    self.chipFamily = chipFamily
    self.vendor = vendor
    self.release = release
    self.version = version
    self.structure = structure
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
  var vendor = Scale(counted: 0.15, near: 0.3, borrowed: 0.3)
  var version = Scale(counted: 0.07, near: 0.3, borrowed: 0.3)
  var coreAndVersion = Scale(counted: 0.05, near: 0.1, borrowed: 0.03)
  var deviceAndVersion = Scale(counted: 0.05, near: 0.1, borrowed: 0.03)

  var classEverywhere = 0.3
  var classOfCore = 0.1
  var classOfChipFamily = 0.03
  var classOfVendor = Scale(counted: 0.3, near: 0.12, borrowed: 0.25)
  var classOfRelease = Scale(counted: 0.1, near: 0.12, borrowed: 0.6)
  var classOfVersion = Scale(0.05)
  var classOfCoreAndVendor = Scale(counted: 0.05, near: 0.1, borrowed: 0.1)
  var classOfDeviceAndVersion = 0.04
  /// Pooling, additions and the rest are a few hundredths of a network: what its time says of them
  /// is said of something else. Their effects of vendor, release and version are this much of those
  /// of the multiplying classes.
  var minorClasses = 0.3

  /// One accelerator's cycles against the board that its library was measured on.
  var accelerator = 0.1

  var gather = 0.5
  var gatherOfRelease = Scale(counted: 0.07, near: 0.07, borrowed: 1)

  var memoryOfChipFamily = 0.1
  var memoryOfDevice = 0.3

  /// A scale by what the instructions are of.
  struct Scale: Hashable, Sendable {
    private var counted: Double
    private var near: Double
    private var borrowed: Double

    init(counted: Double, near: Double, borrowed: Double) {
      self.counted = counted
      self.near = near
      self.borrowed = borrowed
    }

    init(_ all: Double) { self.init(counted: all, near: all, borrowed: all) }

    subscript(structure: DeviceIdentity.Structure) -> Double {
      switch structure {
      case .counted, .layers: counted
      case .near, .accelerator: near
      case .borrowed: borrowed
      }
    }
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
    if structure == .accelerator {
      add(.release, nil, release, "", scales.accelerator)
      add(.release, index, release, "", scales.accelerator)
      add(.deviceAndVersion, nil, device, version, scales.accelerator)
      add(.deviceAndVersion, index, device, version, scales.classOfDeviceAndVersion)
      return list
    }
    let part =
      DeviceFactors.ordinaryMix[KernelClass.allCases[index]] == nil
      ? scales.minorClasses : 1
    add(.everywhere, nil, "", "", scales.everywhere)
    add(.core, nil, core, "", scales.core)
    add(.vendor, nil, vendor, "", scales.vendor[structure])
    add(.version, nil, version, "", scales.version[structure])
    add(.coreAndVersion, nil, core, version, scales.coreAndVersion[structure])
    add(.chipFamily, nil, chipFamily, "", scales.chipFamily)
    add(.deviceAndVersion, nil, device, version, scales.deviceAndVersion[structure])

    if structure != .layers {
      add(.everywhere, index, "", "", scales.classEverywhere)
      add(.vendor, index, vendor, "", part * scales.classOfVendor[structure])
    }
    add(.version, index, version, "", part * scales.classOfVersion[structure])
    add(.release, index, release, "", part * scales.classOfRelease[structure])
    add(.core, index, core, "", scales.classOfCore)
    add(.coreAndVersion, index, core, vendor, part * scales.classOfCoreAndVendor[structure])
    add(.chipFamily, index, chipFamily, "", scales.classOfChipFamily)
    add(.deviceAndVersion, index, device, version, scales.classOfDeviceAndVersion)
    if isGather {
      add(.gather, index, "", "", scales.gather)
      add(.gatherOfRelease, index, release, "", scales.gatherOfRelease[structure])
    }
    return list
  }
}

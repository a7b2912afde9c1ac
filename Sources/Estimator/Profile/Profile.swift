/// A device with one runtime build: what a request names.
///
/// A value behind one reference: an estimate hands it on a dozen times, and field by field each copy
/// would count some forty references up and down.
public struct Profile: Hashable, Sendable {
  private let content: Shared<Content>

  private struct Content: Hashable, Sendable {
    let id: String
    let device: Device
    let runtime: Runtime
    let library: KernelLibrary
    let digest: String
    /// At the default clock, where the runtime's times hold there: what most requests ask for.
    let costs: CostModel?

    // What was given; the rest follows from it.
    static func == (a: Content, b: Content) -> Bool {
      a.device == b.device && a.runtime == b.runtime && a.library == b.library
        && a.digest == b.digest
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(device)
      hasher.combine(runtime)
      hasher.combine(library)
      hasher.combine(digest)
    }
  }

  /// `<device>.<runtime>`.
  public var id: String { content.value.id }
  public var device: Device { _read { yield content.value.device } }
  public var runtime: Runtime { _read { yield content.value.runtime } }
  /// With its fallback attached.
  public var library: KernelLibrary { _read { yield content.value.library } }
  /// SHA-256 of the files it was made of, as `sha256:<hex>`; set by whoever loaded them.
  public var digest: String { content.value.digest }

  public init(device: Device, runtime: Runtime, library: KernelLibrary, digest: String) {
    content = Shared(
      Content(
        id: "\(device.id).\(runtime.id)", device: device, runtime: runtime, library: library,
        digest: digest,
        costs: try? CostModel(
          runtime: runtime, library: library, clock: device.defaultClock)))
  }

  /// Instructions -> time -> energy at a clock; throws where the runtime's times do not hold there.
  func costs(at clock: Hertz) throws(EstimateError) -> CostModel {
    if clock == device.defaultClock, let costs = content.value.costs { return costs }
    return try CostModel(runtime: runtime, library: library, clock: clock)
  }
}

/// A value that copies share; equal when the values are.
final class Shared<Value: Hashable & Sendable>: Hashable, Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }

  static func == (a: Shared, b: Shared) -> Bool { a === b || a.value == b.value }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// How well founded an estimate is. Ordered: the weakest row decides a total.
public enum Basis: String, CaseIterable, Hashable, Comparable, Sendable {
  /// A default of the core family.
  case assumed
  /// Library counted, device calibrated on other networks.
  case fitted
  /// This kind of operation was measured on this device with this library.
  case measured

  public static func < (a: Basis, b: Basis) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .assumed: 0
    case .fitted: 1
    case .measured: 2
    }
  }
}

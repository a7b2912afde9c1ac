/// A device with one runtime build: what a request names.
public struct Profile: Hashable, Sendable {
  /// `<device>.<runtime>`.
  public let id: String
  public let device: Device
  public let runtime: Runtime
  /// With its fallback attached.
  public let library: KernelLibrary
  /// SHA-256 of the files it was made of, as `sha256:<hex>`; set by whoever loaded them.
  public let digest: String

  public init(device: Device, runtime: Runtime, library: KernelLibrary, digest: String) {
    self.id = "\(device.id).\(runtime.id)"
    self.device = device
    self.runtime = runtime
    self.library = library
    self.digest = digest
  }
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

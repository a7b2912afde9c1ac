public import Estimator
import JSON

/// All profiles of a directory at one moment: checked together, never changed.
///
/// Loading is all or nothing; a server swaps one reference to the next set, and requests in flight
/// keep the one they began with.
public struct ProfileSet: Sendable {
  /// Ordered by device id; a device's profiles in the order of its file.
  public let profiles: [Profile]
  /// In the order of their ids.
  public let devices: [Device]
  /// With their fallbacks attached, in the order of their ids.
  public let libraries: [KernelLibrary]
  /// `sha256:<hex>` over the bytes of all files, devices then kernels, each by name:
  /// `cat devices/*.json kernels/*.json | sha256sum`.
  public let digest: String

  /// Every name that a request may use, with the index of its profile.
  private let indexByName: [String: Int]
  /// The index of each device's first profile.
  private let defaults: [Int]

  init(
    profiles: [Profile], devices: [Device], libraries: [KernelLibrary], digest: String,
    indexByName: [String: Int], defaults: [Int]
  ) {
    self.profiles = profiles
    self.devices = devices
    self.libraries = libraries
    self.digest = digest
    self.indexByName = indexByName
    self.defaults = defaults
  }
}

extension ProfileSet {
  /// The profile that `name` means: `<device>.<runtime>`, a device (its default), an alias of a
  /// device, or `<alias>.<runtime>`.
  public func profile(named name: String) -> Profile? {
    indexByName[name].map { profiles[$0] }
  }

  /// Each device's default profile: the first runtime of its file.
  public var defaultProfiles: [Profile] { defaults.map { profiles[$0] } }

  /// The known name that a mistyped one probably meant.
  public func nearestName(to name: String) -> String? {
    JSON.nearestName(to: name, among: names)
  }

  /// Every name that `profile(named:)` knows, sorted.
  public var names: [String] { indexByName.keys.sorted() }
}

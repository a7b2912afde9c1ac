public import JSON

/// Why one profile file was refused: which file, where in it, and what is wrong there.
public struct ProfileFileError: Error, Hashable, Sendable {
  /// As the loader names it: `devices/nucleo-f746zg.json`.
  public var file: String
  public var error: JSONError

  public init(file: String, _ error: JSONError) {
    self.file = file
    self.error = error
  }

  /// `$.runtimes[0].timing.clock_mhz`.
  public var path: String { error.path.description }
  public var byteOffset: Int { error.byteOffset }
  public var reason: String { error.reason.description }
  /// The known member that a mistyped one probably meant.
  public var suggestion: String? { error.suggestion }
}

extension ProfileFileError: CustomStringConvertible {
  public var description: String { "\(file): \(error)." }
}

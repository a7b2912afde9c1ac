import JSON

/// Why a directory of profiles was refused as a whole. Nothing of it is used then.
public enum ProfileSetError: Error, Hashable, Sendable {
  /// A folder or file that cannot be read; the reason is the system's.
  case unreadable(path: String, reason: String)
  case tooManyFiles(folder: String, found: Int, allowed: Int)
  case tooLarge(path: String, allowed: Int)
  case file(ProfileFileError)
  /// Two library files say the same id.
  case duplicateLibrary(id: String, file: String, other: String)
  case unknownFallback(id: String, file: String, nearest: String?)
  /// Libraries that fall back on each other in a ring.
  case fallbackRing(id: String, file: String)
  case unknownLibrary(id: String, place: Place, nearest: String?)
  /// A library of another instruction-set class than the device's.
  case instructionSet(library: String, is: String, device: String, place: Place)
  /// A fallback of another instruction-set class than the library's.
  case fallbackInstructionSet(library: String, fallback: String, file: String)
  /// A name that two profiles would answer to.
  case nameTaken(name: String, place: Place, other: String)
  case noDevices

  /// A spot in a file that is well-formed but does not fit the other files.
  public struct Place: Hashable, Sendable {
    public var file: String
    /// `$.runtimes[0].kernels`.
    public var path: String
  }
}

extension ProfileSetError {
  /// The file to look at, relative to the profile directory.
  public var file: String? {
    switch self {
    case .unreadable(let path, _), .tooLarge(let path, _): path
    case .tooManyFiles(let folder, _, _): folder
    case .file(let error): error.file
    case .duplicateLibrary(_, let file, _), .unknownFallback(_, let file, _),
      .fallbackRing(_, let file), .fallbackInstructionSet(_, _, let file):
      file
    case .unknownLibrary(_, let place, _), .instructionSet(_, _, _, let place),
      .nameTaken(_, let place, _):
      place.file
    case .noDevices: "devices"
    }
  }

  /// The JSON path inside the file, where there is one.
  public var path: String? {
    switch self {
    case .unreadable, .tooManyFiles, .tooLarge, .noDevices: nil
    case .file(let error): error.path
    case .duplicateLibrary: "$.id"
    case .unknownFallback, .fallbackRing, .fallbackInstructionSet: "$.fallback"
    case .unknownLibrary(_, let place, _), .instructionSet(_, _, _, let place),
      .nameTaken(_, let place, _):
      place.path
    }
  }

  /// Bytes before the place of the error, where the file itself is malformed.
  public var byteOffset: Int? {
    if case .file(let error) = self { error.byteOffset } else { nil }
  }

  /// The nearest known name to the one that is wrong.
  public var suggestion: String? {
    switch self {
    case .file(let error): error.suggestion
    case .unknownFallback(_, _, let nearest), .unknownLibrary(_, _, let nearest): nearest
    default: nil
    }
  }

  /// What is wrong, without its place and without a full stop.
  public var reason: String {
    switch self {
    case .unreadable(_, let reason): "cannot be read: \(reason)"
    case .tooManyFiles(_, let found, let allowed):
      "\(found) files where at most \(allowed) are read"
    case .tooLarge(_, let allowed):
      "larger than the \(allowed) bytes that are left for it; see the limits of profile files"
    case .file(let error): error.reason
    case .duplicateLibrary(let id, _, let other): "the library '\(id)' is already in \(other)"
    case .unknownFallback(let id, _, let nearest):
      "no kernel library has the id '\(id)'" + Self.hint(nearest)
    case .fallbackRing(let id, _): "the library '\(id)' falls back on itself"
    case .unknownLibrary(let id, _, let nearest):
      "no kernel library has the id '\(id)'" + Self.hint(nearest)
    case .instructionSet(let library, let found, let device, _):
      "the library '\(library)' is for the class '\(found)', the device for '\(device)'"
    case .fallbackInstructionSet(let library, let fallback, _):
      "the libraries '\(library)' and '\(fallback)' are for different instruction-set classes"
    case .nameTaken(let name, _, let other): "the name '\(name)' already means \(other)"
    case .noDevices: "there is no device file"
    }
  }

  private static func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }
}

extension ProfileSetError: CustomStringConvertible {
  public var description: String {
    [file, path, byteOffset.map { "byte \($0)" }].compactMap(\.self).joined(separator: ", ")
      + ": \(reason)."
  }
}

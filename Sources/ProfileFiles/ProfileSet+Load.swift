public import Estimator
public import JSON

extension ProfileSet {
  /// Reads a kernel library from the bytes of its file: `KernelLibraryFile.decode`.
  public typealias LibraryDecoder = (_ bytes: [UInt8]) throws(JSONError) -> KernelLibrary

  /// Reads `devices/*.json` and `kernels/*.json` of `directory` and checks them together.
  ///
  /// `sha256` answers the digest of its argument in lower-case hex; it is handed in so that this
  /// module needs no cryptography.
  public static func load(
    directory: String, limits: ProfileLimits = .standard, sha256: ([UInt8]) -> String,
    decodingLibrariesWith decodeLibrary: LibraryDecoder
  ) throws(ProfileSetError) -> ProfileSet {
    let files = try ProfileDirectory(directory, limits: limits)
    let assembly = ProfileAssembly(
      devices: try decode(files.devices, DeviceFile.decode),
      libraries: try decode(files.libraries, decodeLibrary))
    return try assembly.assemble(sha256: sha256)
  }

  private static func decode<Content>(
    _ files: [ProfileDirectory.File],
    _ decode: ([UInt8]) throws(JSONError) -> Content
  ) throws(ProfileSetError) -> [ProfileAssembly.Entry<Content>] {
    var entries: [ProfileAssembly.Entry<Content>] = []
    for file in files {
      do throws(JSONError) {
        entries.append(.init(file: file, content: try decode(file.bytes)))
      } catch {
        throw .file(ProfileFileError(file: file.name, error))
      }
    }
    return entries
  }
}

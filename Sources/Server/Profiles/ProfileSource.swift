import Crypto
import ProfileFiles

/// Where profiles come from: two looks at a directory, replaced in tests.
struct ProfileSource: Sendable {
  /// Loads and checks everything.
  var load: @Sendable () throws(ProfileSetError) -> ProfileSet
  /// The schemas that lie beside them.
  var schemas: @Sendable () -> ProfileSchemas = { ProfileSchemas() }
  /// Digests the contents without understanding them.
  var fingerprint: @Sendable () -> DirectoryFingerprint
}

extension ProfileSource {
  static func directory(_ path: String) -> ProfileSource {
    ProfileSource(
      load: { () throws(ProfileSetError) in
        try ProfileSet.load(
          directory: path, sha256: SHA256.hexadecimal,
          decodingLibrariesWith: KernelLibraryFile.decode)
      },
      schemas: { ProfileSchemas(profileDirectory: path) },
      fingerprint: { DirectoryFingerprint(of: path) })
  }
}

extension SHA256 {
  /// The digest of `bytes` in lower-case hexadecimal.
  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in hash(data: bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

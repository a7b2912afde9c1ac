import Crypto
import Glibc
import HTTPCore

/// The tokens of which a POST must bring one, for services that are not on a private network.
///
/// Kept and compared as digests: how long a comparison takes tells nothing of a token.
struct BearerTokens: Sendable {
  private let digests: [[UInt8]]

  /// Bytes of a token file that are read.
  private static let fileLimit = 64 << 10

  init(_ tokens: [String]) { digests = tokens.map { Self.digest($0) } }

  /// One token a line; empty lines and those that begin with `#` are passed over.
  init(file: String) throws(ServiceError) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .tokens(file: file, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Self.fileLimit + 1)
    let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    guard (0...Self.fileLimit).contains(count) else {
      throw .tokens(
        file: file, reason: "it cannot be read, or is longer than \(Self.fileLimit) bytes")
    }
    let tokens = bytes[..<count].split { $0 == 0x0A || $0 == 0x0D }
      .map { String(decoding: $0, as: UTF8.self).filter { $0 != " " && $0 != "\t" } }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    guard !tokens.isEmpty else { throw .tokens(file: file, reason: "there is no token in it") }
    self.init(tokens)
  }

  /// Refuses a request without a known token.
  func check(_ request: HTTPRequest) throws(Problem) {
    guard let field = request.headers["authorization"] else {
      throw Self.refusal("A token is needed: 'Authorization: Bearer TOKEN'.")
    }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw Self.refusal("The authorization is not of the form 'Bearer TOKEN'.")
    }
    guard isKnown(parts[1].filter { $0 != " " }) else {
      throw Self.refusal("The token is not known here.")
    }
  }

  /// Looks at every token and every byte, whatever it finds.
  private func isKnown(_ token: String) -> Bool {
    let wanted = Self.digest(token)
    var found = false
    for digest in digests {
      var difference: UInt8 = 0
      for (left, right) in zip(digest, wanted) { difference |= left ^ right }
      found = found || difference == 0
    }
    return found
  }

  private static func digest(_ token: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(token.utf8)))
  }

  private static func refusal(_ detail: String) -> Problem {
    Problem(.unauthorized, detail, headers: ["www-authenticate": "Bearer realm=\"opmeter\""])
  }
}

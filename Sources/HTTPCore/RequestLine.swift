/// `method SP request-target SP HTTP-version` (RFC 9112 section 3).
struct RequestLine: Sendable {
  var method: HTTPMethod
  var target: String
  var targetStart: Int
  var minorVersion: Int

  init(method: HTTPMethod, target: String, targetStart: Int, minorVersion: Int) {
    self.method = method
    self.target = target
    self.targetStart = targetStart
    self.minorVersion = minorVersion
  }

  init(_ buffer: [UInt8], _ line: Range<Int>) throws(HTTPFailure) {
    var index = line.lowerBound
    while index < line.upperBound, ByteClass.isToken(buffer[index]) { index += 1 }
    guard index > line.lowerBound, index < line.upperBound, buffer[index] == 0x20 else {
      throw .malformed(
        reason: "the request line must be a method, a target and a version with one space between",
        byteOffset: index)
    }
    method = HTTPMethod(rawValue: String(decoding: buffer[line.lowerBound..<index], as: UTF8.self))
    targetStart = index + 1
    index = targetStart
    while index < line.upperBound, ByteClass.isTarget(buffer[index]) { index += 1 }
    guard index > targetStart, index < line.upperBound, buffer[index] == 0x20 else {
      throw .malformed(
        reason: "the request target is empty or holds a character that must be escaped",
        byteOffset: index)
    }
    target = String(decoding: buffer[targetStart..<index], as: UTF8.self)
    minorVersion = try Self.minorVersion(buffer[(index + 1)..<line.upperBound])
  }

  /// Versions 1.2 to 1.9 are treated as 1.1 (RFC 9110 section 2.5).
  private static func minorVersion(_ bytes: ArraySlice<UInt8>) throws(HTTPFailure) -> Int {
    let start = bytes.startIndex
    guard bytes.count == 8, bytes.starts(with: "HTTP/".utf8), ByteClass.isDigit(bytes[start + 5]),
      bytes[start + 6] == UInt8(ascii: "."), ByteClass.isDigit(bytes[start + 7])
    else {
      throw .malformed(reason: "the version must be 'HTTP/1.0' or 'HTTP/1.1'", byteOffset: start)
    }
    guard bytes[start + 5] == UInt8(ascii: "1") else {
      throw .unsupportedVersion(String(decoding: bytes, as: UTF8.self))
    }
    return min(1, Int(bytes[start + 7] - 0x30))
  }

  /// Puts line and fields together, after the checks that need both.
  func request(
    headers: HTTPHeaders, facts: HeadFacts, headEnd: Int
  ) throws(HTTPFailure) -> ParsedRequest {
    try facts.checkHost(minorVersion: minorVersion, headEnd: headEnd)
    try facts.checkContentType(headEnd: headEnd)
    guard method != .connect else { throw targetFailure }
    var request = HTTPRequest(
      method: method, target: target, path: target, headers: headers,
      version: .http1(minor: minorVersion))
    if !isPlainPath {
      guard let parts = RequestTarget(target), target != "*" || method == .options else {
        throw targetFailure
      }
      guard let path = PercentCoding.decode(parts.rawPath.utf8) else {
        throw .malformed(
          reason: "the path's escapes must be '%' and two hexadecimal digits, and make UTF-8",
          byteOffset: targetStart)
      }
      request.path = path
      request.query = parts.query.map(String.init)
    }
    let framing = try facts.framing(minorVersion: minorVersion, headEnd: headEnd)
    let expectsContinue = try facts.expectsContinue(headers, minorVersion: minorVersion)
    return ParsedRequest(
      request: request, framing: framing,
      keepsAlive: facts.keepsAlive(minorVersion: minorVersion), expectsContinue: expectsContinue)
  }

  /// Whether the target is nothing but a path without escapes, as most are.
  private var isPlainPath: Bool {
    var bytes = target.utf8.makeIterator()
    guard bytes.next() == UInt8(ascii: "/") else { return false }
    while let byte = bytes.next() {
      if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "?") { return false }
    }
    return true
  }

  private var targetFailure: HTTPFailure {
    if method == .connect { return .methodNotImplemented(method) }
    return .malformed(
      reason: "the request target must be a path, or an http URI with a host",
      byteOffset: targetStart)
  }
}

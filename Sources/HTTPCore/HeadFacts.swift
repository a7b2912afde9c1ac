/// What the header fields that govern the connection said, noted as they are read.
struct HeadFacts: Sendable {
  private var hosts = 0
  private var hostIsValid = true
  private var contentTypes = 0
  private var confusableName: String?
  private var contentLengths = 0
  private var contentLength: ContentLength = .absent
  private var transferEncodings = 0
  private var transferCoding = TransferCoding.chunked
  private var closes = false
  private var keeps = false
  private var hasExpectation = false
  private var firstFramingOffset = 0

  private enum ContentLength: Sendable, Equatable {
    case absent
    case bytes(Int)
    case invalid
  }

  /// Looks at one field; most names are told apart by their length alone.
  mutating func note(_ field: HTTPHeaders.Field, in buffer: [UInt8]) {
    var value: ArraySlice<UInt8> {
      buffer[Int(field.value.lowerBound)..<Int(field.value.upperBound)]
    }
    switch field.name.count {
    case 4 where Self.isNamed(field, "host", buffer):
      hosts += 1
      if value.isEmpty || !Authority.isValid(value) { hostIsValid = false }
    case 6 where Self.isNamed(field, "expect", buffer):
      hasExpectation = true
    case 10 where Self.isNamed(field, "connection", buffer):
      noteConnection(value)
    case 12 where Self.isNamed(field, "content-type", buffer):
      contentTypes += 1
    case 14 where Self.isNamed(field, "content_length", buffer):
      confusableName = "Content_Length"
    case 14 where Self.isNamed(field, "content-length", buffer):
      contentLengths += 1
      contentLength = Self.length(value)
      firstFramingOffset = Int(field.name.lowerBound)
    case 17 where Self.isNamed(field, "transfer-encoding", buffer):
      transferEncodings += 1
      transferCoding = TransferCoding(value)
      firstFramingOffset = Int(field.name.lowerBound)
    case 17 where Self.isNamed(field, "transfer_encoding", buffer):
      confusableName = "Transfer_Encoding"
    default: break
    }
  }

  /// RFC 9112 section 3.2: exactly one Host in HTTP/1.1, never a malformed or second one.
  func checkHost(minorVersion: Int, headEnd: Int) throws(HTTPFailure) {
    guard hosts <= 1 else {
      throw .malformed(reason: "there is more than one Host field", byteOffset: headEnd)
    }
    guard hosts == 1 || minorVersion == 0 else {
      throw .malformed(reason: "HTTP/1.1 asks for a Host field", byteOffset: headEnd)
    }
    guard hostIsValid else {
      throw .malformed(
        reason: "the Host field is not a host with an optional port", byteOffset: headEnd)
    }
  }

  /// A second media type could make two servers read two bodies (RFC 9110 section 5.3).
  func checkContentType(headEnd: Int) throws(HTTPFailure) {
    guard contentTypes <= 1 else {
      throw .malformed(reason: "there is more than one Content-Type field", byteOffset: headEnd)
    }
  }

  /// RFC 9112 section 6.3, with every doubtful case refused: two readings of one message are how requests
  /// are smuggled past a proxy (section 11.2).
  func framing(minorVersion: Int, headEnd: Int) throws(HTTPFailure) -> ParsedRequest.Framing {
    func malformed(_ reason: String) -> HTTPFailure {
      .malformed(reason: reason, byteOffset: firstFramingOffset)
    }
    // Gateways in the manner of CGI fold '_' and '-' together; a request that tries it means harm.
    if let confusableName { throw malformed("'\(confusableName)' is too like a framing field") }
    if transferEncodings > 0 {
      guard contentLengths == 0 else {
        throw malformed("Content-Length and Transfer-Encoding must not stand together")
      }
      guard minorVersion >= 1 else { throw malformed("HTTP/1.0 has no Transfer-Encoding") }
      guard transferEncodings == 1 else { throw malformed("Transfer-Encoding stands there twice") }
      switch transferCoding {
      case .chunked: return .chunked
      case .unknown(let name): throw .unsupportedTransferCoding(name: name)
      case .malformed:
        throw malformed("Transfer-Encoding must be 'chunked', once and last")
      }
    }
    guard contentLengths <= 1 else { throw malformed("Content-Length stands there twice") }
    switch contentLength {
    case .absent: return .none
    case .bytes(let count): return count == 0 ? .none : .length(count)
    case .invalid:
      throw malformed("Content-Length must be decimal digits without leading zeros, below 2^63")
    }
  }

  /// RFC 9112 section 9.3.
  func keepsAlive(minorVersion: Int) -> Bool { !closes && (minorVersion >= 1 || keeps) }

  /// RFC 9110 section 10.1.1; an expectation in HTTP/1.0 is ignored.
  func expectsContinue(_ headers: HTTPHeaders, minorVersion: Int) throws(HTTPFailure) -> Bool {
    guard hasExpectation, minorVersion >= 1 else { return false }
    for value in headers.values("expect") where !Self.equals(Array(value.utf8)[...], "100-continue")
    {
      throw .expectationFailed(value)
    }
    return true
  }

  private mutating func noteConnection(_ value: ArraySlice<UInt8>) {
    for option in value.split(separator: UInt8(ascii: ",")) {
      let trimmed = ByteClass.trimmed(option)
      if Self.equals(trimmed, "close") { closes = true }
      if Self.equals(trimmed, "keep-alive") { keeps = true }
    }
  }

  /// Digits alone: no sign, no space, no list, and no leading zero, which some read as octal.
  private static func length(_ value: ArraySlice<UInt8>) -> ContentLength {
    guard !value.isEmpty, value.allSatisfy(ByteClass.isDigit),
      value.count == 1 || value.first != UInt8(ascii: "0")
    else { return .invalid }
    var length = 0
    for digit in value {
      let (shifted, first) = length.multipliedReportingOverflow(by: 10)
      let (sum, second) = shifted.addingReportingOverflow(Int(digit - 0x30))
      if first || second { return .invalid }
      length = sum
    }
    return .bytes(length)
  }

  private static func isNamed(
    _ field: HTTPHeaders.Field, _ name: StaticString, _ buffer: [UInt8]
  ) -> Bool {
    equals(buffer[Int(field.name.lowerBound)..<Int(field.name.upperBound)], name)
  }

  /// Whether `bytes` are `text` (given in lower case), without regard to case.
  static func equals(_ bytes: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { expected in
      zip(bytes, expected).allSatisfy { ByteClass.lowercased($0) == $1 }
    }
  }
}

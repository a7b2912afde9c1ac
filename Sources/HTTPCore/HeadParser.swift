import Glibc

/// Reads a request line and header fields, line by line, as their bytes come.
///
/// Each line is copied once, into the buffer that the request's `HTTPHeaders` then keeps.
struct HeadParser: Sendable {
  private var buffer: [UInt8] = []
  /// Where the line that is being read begins in `buffer`.
  private var lineStart = 0
  /// Where the header section begins; 0 until the request line is read.
  private var headerStart = 0
  private var emptyLines = 0
  private var requestLine: RequestLine?
  private var fields: ContiguousArray<HTTPHeaders.Field> = []
  private var facts = HeadFacts()

  /// Room for the head of most requests, within what malloc keeps at hand for each thread (1,032 bytes).
  private static let usualBytes = 960

  /// Empty lines before a request that are forgiven (RFC 9112 section 2.2 asks for at least one).
  private static let forgivenEmptyLines = 1

  var isEmpty: Bool { buffer.isEmpty }
  var count: Int { buffer.count }

  /// Takes lines from `input` until the empty one; nil when more bytes are needed.
  mutating func feed(
    _ input: Span<UInt8>, from offset: inout Int, limits: HeadLimits
  ) throws(HTTPFailure) -> ParsedRequest? {
    if buffer.isEmpty { buffer.reserveCapacity(min(input.count - offset, Self.usualBytes)) }
    while offset < input.count {
      let isWhole = takeLine(input, &offset)
      try checkLength(limits)
      if headerStart == 0, lineStart < buffer.count, !ByteClass.isToken(buffer[0]) {
        try rejectFirstByte()
      }
      guard isWhole else { return nil }
      let line = try lineRange()
      if headerStart == 0 {
        try readRequestLine(line)
      } else if line.isEmpty {
        return try finish()
      } else {
        try readField(line, limits)
        facts.note(fields[fields.count - 1], in: buffer)
      }
      lineStart = buffer.count
    }
    return nil
  }

  /// Takes the trailer section of a chunked body, checks it and forgets it; false when more is needed.
  ///
  /// RFC 9112 section 7.1.2 lets a recipient discard trailers, and nothing here may change after the
  /// head was acted upon.
  mutating func feedTrailers(
    _ input: Span<UInt8>, from offset: inout Int, limits: HeadLimits
  ) throws(HTTPFailure) -> Bool {
    while offset < input.count {
      let isWhole = takeLine(input, &offset)
      guard buffer.count <= limits.headerBytes else {
        throw .headersTooLarge(limit: limits.headerBytes)
      }
      guard isWhole else { return false }
      let line = try lineRange()
      if line.isEmpty { return true }
      try readField(line, limits)
      lineStart = buffer.count
    }
    return false
  }
}

extension HeadParser {
  /// Copies up to and with the next LF; false when there is none.
  private mutating func takeLine(_ input: Span<UInt8>, _ offset: inout Int) -> Bool {
    let rest = input.extracting(offset..<input.count)
    let (taken, isWhole) = rest.withUnsafeBufferPointer { bytes -> (Int, Bool) in
      guard let base = bytes.baseAddress else { return (0, false) }
      let end = memchr(base, 0x0A, bytes.count)
      let count = end.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) + 1 } ?? bytes.count
      buffer.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
      return (count, end != nil)
    }
    offset += taken
    return isWhole
  }

  /// The line without its CRLF. A bare LF could end a line for us and not for a proxy, or the reverse.
  private func lineRange() throws(HTTPFailure) -> Range<Int> {
    let end = buffer.count - 2
    guard end >= lineStart, buffer[end] == UInt8(ascii: "\r") else {
      throw .malformed(reason: "a line must end with CR LF", byteOffset: buffer.count - 1)
    }
    return lineStart..<end
  }

  private func checkLength(_ limits: HeadLimits) throws(HTTPFailure) {
    if headerStart == 0 {
      guard buffer.count - 2 > limits.requestLineBytes else { return }
      guard buffer.contains(0x20) else {
        throw .malformed(reason: "the method has no end", byteOffset: limits.requestLineBytes)
      }
      throw .targetTooLong(limit: limits.requestLineBytes)
    } else if buffer.count - headerStart > limits.headerBytes {
      throw .headersTooLarge(limit: limits.headerBytes)
    }
  }

  /// A first byte that no method begins with (a TLS handshake, a bare LF) is refused at once.
  private func rejectFirstByte() throws(HTTPFailure) {
    if buffer[0] == UInt8(ascii: "\r") {
      if buffer.count == 1 || buffer[1] == UInt8(ascii: "\n") { return }
    }
    throw .malformed(reason: "a request begins with a method", byteOffset: 0)
  }

  private mutating func readRequestLine(_ line: Range<Int>) throws(HTTPFailure) {
    if line.isEmpty {
      emptyLines += 1
      guard emptyLines <= Self.forgivenEmptyLines else {
        throw .malformed(reason: "empty lines where a request was expected", byteOffset: 0)
      }
      buffer.removeAll(keepingCapacity: true)
      return
    }
    requestLine = try RequestLine(buffer, line)
    headerStart = buffer.count
  }

  private mutating func readField(_ line: Range<Int>, _ limits: HeadLimits) throws(HTTPFailure) {
    guard fields.count < limits.headerCount else {
      throw .tooManyHeaders(limit: limits.headerCount)
    }
    if fields.isEmpty { fields.reserveCapacity(16) }
    fields.append(try FieldLine.read(buffer, line))
  }

  private mutating func finish() throws(HTTPFailure) -> ParsedRequest {
    guard let requestLine else { preconditionFailure("header fields follow a request line") }
    return try requestLine.request(
      headers: HTTPHeaders(text: buffer, fields: fields), facts: facts, headEnd: buffer.count)
  }
}

/// `name ":" OWS value OWS` (RFC 9112 section 5).
enum FieldLine {
  static func read(
    _ buffer: [UInt8], _ line: Range<Int>
  ) throws(HTTPFailure) -> HTTPHeaders.Field {
    var index = line.lowerBound
    while index < line.upperBound, ByteClass.isToken(buffer[index]) { index += 1 }
    guard index > line.lowerBound, index < line.upperBound, buffer[index] == UInt8(ascii: ":")
    else { throw .malformed(reason: nameProblem(buffer, line, index), byteOffset: index) }
    let nameEnd = index
    var start = index + 1
    var end = line.upperBound
    while start < end, ByteClass.isSpace(buffer[start]) { start += 1 }
    while end > start, ByteClass.isSpace(buffer[end - 1]) { end -= 1 }
    index = start
    while index < end {
      guard ByteClass.isFieldContent(buffer[index]) else {
        throw .malformed(reason: "a header value holds a control character", byteOffset: index)
      }
      index += 1
    }
    return HTTPHeaders.Field(
      name: Int32(line.lowerBound)..<Int32(nameEnd), value: Int32(start)..<Int32(end))
  }

  /// Says which of the tricks it was: folding and a space before the colon are read differently by
  /// different servers (RFC 9112 sections 5.1 and 5.2).
  private static func nameProblem(_ buffer: [UInt8], _ line: Range<Int>, _ index: Int) -> String {
    if index == line.lowerBound, ByteClass.isSpace(buffer[index]) {
      return "header lines must not be folded"
    }
    if index < line.upperBound, ByteClass.isSpace(buffer[index]) {
      return "no space may stand before a header's colon"
    }
    return index == line.upperBound
      ? "a header line needs a colon" : "a header name holds a character that it must not"
  }
}

/// What a head may need at most, of `HTTPLimits`: three numbers in place of thirty.
struct HeadLimits: Sendable {
  let requestLineBytes: Int
  let headerBytes: Int
  let headerCount: Int

  init(_ limits: HTTPLimits) {
    requestLineBytes = limits.requestLineBytes
    headerBytes = limits.headerBytes
    headerCount = limits.headerCount
  }
}

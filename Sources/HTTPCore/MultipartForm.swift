/// The parts of a `multipart/form-data` body (RFC 7578), such as `curl -F file=@name` sends.
///
/// The delimiter is what the body begins with: nothing has to be known beside the bytes, and no client
/// sends the preamble that RFC 2046 allows.
public struct MultipartForm: Sendable {
  public struct Part: Sendable {
    /// The form field's name.
    public var name: String
    /// What the client calls the file that it sent; nil where it sent none.
    public var filename: String?
    /// Inside the body: nothing is copied.
    public var content: ArraySlice<UInt8>
  }

  public private(set) var parts: [Part] = []

  /// Whether a body begins as a form does.
  public static func isLikely(_ body: [UInt8]) -> Bool { body.starts(with: dashes) }

  /// - Complexity: O(*n*) in the body's size: a delimiter begins with a carriage return and has no
  ///   other, so that no byte is compared twice for two places.
  public init(
    _ body: [UInt8], limits: MultipartLimits = MultipartLimits()
  ) throws(MultipartError) {
    var reader = MultipartReader(body, limits: limits)
    let boundary = try reader.boundary()
    while true {
      guard parts.count < limits.parts else { throw .tooManyParts(allowed: limits.parts) }
      let (name, filename) = try reader.head()
      let (content, isLast) = try reader.content(boundary: boundary)
      parts.append(Part(name: name, filename: filename, content: content))
      if isLast { return }
    }
  }

  static let dashes = Array("--".utf8)
}

/// What a form may cost. Past any of them: `MultipartError`.
public struct MultipartLimits: Hashable, Sendable {
  /// Parts of one form.
  public var parts = 64
  /// Bytes of the lines before one part's content.
  public var headBytes = 4 << 10
  /// Bytes of a field's or file's name.
  public var nameBytes = 255

  public init() {}
}

/// Why a body is no form.
public enum MultipartError: Error, Hashable, Sendable {
  case tooManyParts(allowed: Int)
  case malformed(reason: String, byteOffset: Int)
}

extension MultipartError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooManyParts(let allowed): "The form has more than \(allowed) parts."
    case .malformed(let reason, let offset): "The form is malformed at byte \(offset): \(reason)."
    }
  }
}

/// Walks along a body once.
private struct MultipartReader {
  private let body: [UInt8]
  private let limits: MultipartLimits
  private var place = 0

  init(_ body: [UInt8], limits: MultipartLimits) {
    self.body = body
    self.limits = limits
  }

  private func failure(_ reason: String, at offset: Int? = nil) -> MultipartError {
    .malformed(reason: reason, byteOffset: offset ?? place)
  }

  /// The line that the body begins with: two dashes and 1 to 70 characters (RFC 2046 section 5.1.1).
  mutating func boundary() throws(MultipartError) -> [UInt8] {
    let line = try line(atMost: 72, "the delimiter that the body begins with")
    guard line.starts(with: MultipartForm.dashes), line.count > 2,
      line.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw failure("a delimiter is two dashes and 1 to 70 visible characters", at: 0) }
    return Array("\r\n".utf8) + line
  }

  /// Up to the next CR LF, which is passed.
  private mutating func line(
    atMost most: Int, _ what: String
  ) throws(MultipartError) -> ArraySlice<UInt8> {
    let start = place
    let reach = min(body.count, start + most + 2)
    guard let end = body[start..<reach].firstIndex(of: 0x0D), end + 1 < reach, body[end + 1] == 0x0A
    else { throw failure("\(what) does not end in CR LF within \(most) bytes") }
    place = end + 2
    return body[start..<end]
  }

  /// The header lines of a part; only `Content-Disposition` is of interest.
  mutating func head() throws(MultipartError) -> (name: String, filename: String?) {
    let start = place
    var found: (name: String, filename: String?)?
    while true {
      let lineStart = place
      let left = limits.headBytes - (place - start)
      guard left > 0 else {
        throw failure("a part's header lines have more than \(limits.headBytes) bytes", at: start)
      }
      let line = try line(atMost: left, "a header line of a part")
      if line.isEmpty { break }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
        throw failure("a header line of a part has no colon", at: lineStart)
      }
      let field = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      if field == "content-disposition" {
        guard found == nil else {
          throw failure("a part has two lines Content-Disposition", at: lineStart)
        }
        found = try disposition(line[(colon + 1)...])
      }
    }
    guard let found else { throw failure("a part has no line Content-Disposition", at: start) }
    return found
  }

  /// `form-data; name="measurements"; filename="m.csv"`.
  private func disposition(
    _ value: ArraySlice<UInt8>
  ) throws(MultipartError) -> (name: String, filename: String?) {
    var parameters = DispositionParameters(value)
    guard parameters.word().lowercased() == "form-data" else {
      throw failure("Content-Disposition is not form-data", at: value.startIndex)
    }
    var names: [String: String] = [:]
    while let (key, text) = parameters.next() {
      guard let text, text.utf8.count <= limits.nameBytes, !text.utf8.contains(where: { $0 < 0x20 })
      else {
        throw failure(
          "a parameter of Content-Disposition is no text of at most \(limits.nameBytes) bytes",
          at: value.startIndex)
      }
      guard names.updateValue(text, forKey: key.lowercased()) == nil else {
        throw failure("a parameter of Content-Disposition is given twice", at: value.startIndex)
      }
    }
    guard parameters.isAtEnd, let name = names["name"], !name.isEmpty else {
      throw failure("Content-Disposition names no form field", at: value.startIndex)
    }
    return (name, names["filename"].flatMap { $0.isEmpty ? nil : $0 })
  }

  /// Up to the next delimiter, which is passed.
  mutating func content(
    boundary: [UInt8]
  ) throws(MultipartError) -> (ArraySlice<UInt8>, isLast: Bool) {
    // An empty part's delimiter shares the CR LF that ends its header lines.
    var candidate = place - 2
    while let start = body[candidate...].firstIndex(of: 0x0D) {
      candidate = start + 1
      guard body[start...].starts(with: boundary) else { continue }
      let end = start + boundary.count
      let rest = body[end...].prefix(2)
      let isLast = rest.elementsEqual(MultipartForm.dashes)
      guard isLast || rest.elementsEqual([0x0D, 0x0A]) else { continue }
      let content = body[min(place, start)..<start]
      place = end + 2
      return (content, isLast)
    }
    throw failure("a part does not end in the delimiter that the body begins with")
  }
}

/// Reads `word; key=token; key="text"`.
private struct DispositionParameters {
  private var rest: ArraySlice<UInt8>

  init(_ value: ArraySlice<UInt8>) { rest = value }

  var isAtEnd: Bool { rest.allSatisfy(ByteClass.isSpace) }

  private mutating func skipSpaces() { rest = rest.drop(while: ByteClass.isSpace) }

  mutating func word() -> String {
    skipSpaces()
    let word = rest.prefix(while: ByteClass.isToken)
    rest = rest.dropFirst(word.count)
    return String(decoding: word, as: UTF8.self)
  }

  /// The next parameter; its text is nil where it is not UTF-8 or has no end.
  mutating func next() -> (key: String, text: String?)? {
    skipSpaces()
    guard rest.first == UInt8(ascii: ";") else { return nil }
    rest = rest.dropFirst()
    let key = word()
    guard !key.isEmpty, rest.first == UInt8(ascii: "=") else { return nil }
    rest = rest.dropFirst()
    guard rest.first == UInt8(ascii: "\"") else { return (key, word()) }
    rest = rest.dropFirst()
    return (key, quoted())
  }

  /// Browsers and curl write a quote inside as `%22` or `\"`; the first stays as it is.
  private mutating func quoted() -> String? {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let next = rest.popFirst() else { return nil }
        bytes.append(next)
      default: bytes.append(byte)
      }
    }
    return nil
  }
}

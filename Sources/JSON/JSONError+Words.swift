extension JSONError: CustomStringConvertible {
  /// The whole error in words: `$.ops[3].kernel[0], byte 217: expected an integer, found a string`.
  public var description: String {
    "\(path), byte \(byteOffset): \(reason)"
  }

  /// For an unknown member name, the known one that was probably meant.
  public var suggestion: String? {
    guard case .unknownMember(let name, let known) = reason else { return nil }
    return nearestName(to: name, among: known)
  }
}

extension JSONError.Reason: CustomStringConvertible {
  /// The reason in words, without its place and without a full stop.
  public var description: String {
    switch self {
    case .endOfInput(let expected): "the input ends where \(expected.rawValue) should follow"
    case .unexpectedByte(let byte, let expected):
      "expected \(expected.rawValue), found \(Self.show(byte))"
    case .byteOrderMark: "the input begins with a byte order mark, which JSON does not allow"
    case .invalidUTF8: "the bytes are not valid UTF-8"
    case .controlCharacter(let byte):
      "the control character \(Self.show(byte)) in a string must be written as an escape"
    case .invalidEscape:
      #"a backslash must be followed by one of " \ / b f n r t or by u and four hex digits"#
    case .loneSurrogate(let unit):
      #"the escape \u\#(Self.hex(UInt64(unit), digits: 4)) is half of a surrogate pair"#
    case .trailingBytes: "something follows the end of the document"
    case .duplicateName(let name): "the member name \(JSONWriter.quoted(name)) occurs twice"
    case .wrongType(let expected, let found):
      "expected \(expected.rawValue), found \(found.noun)"
    case .notAnInteger(let literal): "expected an integer, found \(literal)"
    case .numberOutOfRange(let literal): "the number \(literal) is out of range"
    case .limitExceeded(let limit, let allowed): "more than \(allowed) \(limit.rawValue)"
    case .missingMember(let name): "the member \(JSONWriter.quoted(name)) is missing"
    case .unknownMember(let name, let known): Self.unknown(name, known)
    case .wrongElementCount(let expected, let found):
      "expected \(expected) \(expected == 1 ? "element" : "elements"), found \(found)"
    case .invalid(let sentence): sentence
    }
  }

  private static func unknown(_ name: String, _ known: [String]) -> String {
    let text = "unknown member \(JSONWriter.quoted(name))"
    guard let nearest = nearestName(to: name, among: known) else { return text }
    return text + "; did you mean \(JSONWriter.quoted(nearest))?"
  }

  private static func show(_ byte: UInt8) -> String {
    switch byte {
    case 0x21...0x7E: "'\(Character(Unicode.Scalar(byte)))'"
    case 0x20: "a space"
    default: "byte 0x\(hex(UInt64(byte), digits: 2))"
    }
  }

  private static func hex(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

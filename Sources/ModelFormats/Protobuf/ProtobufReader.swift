/// Steps through the fields of protobuf messages, never believing a length.
///
/// The wire format is https://protobuf.dev/programming-guides/encoding: each field is a number with
/// its wire type, then a value. Fields that nobody asks for are stepped over, so weights are neither
/// looked at nor copied; a message inside another is a range of bytes, read by a cursor of its own,
/// so that nothing here recurses. An own reader of this size stands in for a generated one, which
/// would copy every byte of the weights and cost each clean build minutes.
struct ProtobufReader {
  /// Where reading of one message stands.
  struct Cursor {
    fileprivate(set) var position: Int
    let end: Int
  }

  enum Value {
    case number(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(Range<Int>)
  }

  let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var file: Range<Int> { 0..<bytes.count }

  func cursor(_ message: Range<Int>) -> Cursor {
    Cursor(position: message.lowerBound, end: message.upperBound)
  }

  /// The next field of the message; `nil` at its end.
  func next(_ cursor: inout Cursor) throws(ImportError) -> (field: Int, value: Value)? {
    guard cursor.position < cursor.end else { return nil }
    let start = cursor.position
    let key = try number(&cursor)
    let field = Int(truncatingIfNeeded: key >> 3)
    guard key >> 3 > 0, key >> 3 < 1 << 29 else {
      throw .protobuf(.badNumber(offset: start))
    }
    switch key & 7 {
    case 0: return (field, .number(try number(&cursor)))
    case 1: return (field, .fixed64(try fixed(8, &cursor)))
    case 2:
      let length = try number(&cursor)
      guard length <= UInt64(cursor.end - cursor.position) else {
        throw .protobuf(.truncated(offset: start))
      }
      let range = cursor.position..<cursor.position + Int(length)
      cursor.position = range.upperBound
      return (field, .bytes(range))
    case 5: return (field, .fixed32(UInt32(truncatingIfNeeded: try fixed(4, &cursor))))
    default: throw .protobuf(.wireType(Int(key & 7), offset: start))
    }
  }

  /// A base-128 number of at most ten bytes.
  func number(_ cursor: inout Cursor) throws(ImportError) -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while cursor.position < cursor.end {
      let byte = bytes[cursor.position]
      cursor.position += 1
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
      shift += 7
      guard shift < 70 else { throw .protobuf(.badNumber(offset: cursor.position)) }
    }
    throw .protobuf(.truncated(offset: cursor.position))
  }

  private func fixed(_ width: Int, _ cursor: inout Cursor) throws(ImportError) -> UInt64 {
    guard width <= cursor.end - cursor.position else {
      throw .protobuf(.truncated(offset: cursor.position))
    }
    let value = littleEndian(at: cursor.position, width: width)
    cursor.position += width
    return value
  }

  /// A number of `width` bytes that were found to be there.
  func littleEndian(at position: Int, width: Int) -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<width { value |= UInt64(bytes[position + place]) << (8 * UInt64(place)) }
    return value
  }

  /// A text of the file; broken UTF-8 is repaired.
  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}

extension ProtobufReader.Value {
  /// The number as a signed integer.
  var int: Int? {
    if case .number(let number) = self { Int(truncatingIfNeeded: number) } else { nil }
  }

  var range: Range<Int>? {
    if case .bytes(let range) = self { range } else { nil }
  }

  var float: Float? {
    if case .fixed32(let bits) = self { Float(bitPattern: bits) } else { nil }
  }
}

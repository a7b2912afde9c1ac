/// Percent-encoding (RFC 3986 section 2.1).
enum PercentCoding {
  /// The text that `bytes` stand for, or nil where an escape is broken, a NUL is hidden in one, or the
  /// result is not UTF-8.
  static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = false) -> String? {
    // Most texts have nothing to decode, and ASCII needs no validation.
    let isPlain = bytes.allSatisfy { byte in
      byte < 0x80 && byte != UInt8(ascii: "%") && !(plusIsSpace && byte == UInt8(ascii: "+"))
    }
    if isPlain { return String(decoding: bytes, as: UTF8.self) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = iterator.next().flatMap(ByteClass.hexadecimal),
          let low = iterator.next().flatMap(ByteClass.hexadecimal),
          high << 4 | low != 0
        else { return nil }
        decoded.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace:
        decoded.append(0x20)
      default:
        decoded.append(byte)
      }
    }
    return String(validating: decoded, as: UTF8.self)
  }
}

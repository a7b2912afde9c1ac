/// Base64 as RFC 4648 section 4 has it, strictly: models inside JSON.
public enum Base64Text {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  /// The bytes, or nil for what is no base64: other letters, spaces, a wrong length or padding.
  public static func decode(_ text: String) -> [UInt8]? {
    let letters = Array(text.utf8)
    guard letters.count % 4 == 0 else { return nil }
    if letters.isEmpty { return [] }
    let padding = letters.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count / 4 * 3)
    for start in stride(from: 0, to: letters.count, by: 4) {
      let left = start + 4 == letters.count ? 4 - padding : 4
      var group: UInt32 = 0
      for place in 0..<4 {
        let value = place < left ? values[Int(letters[start + place])] : 0
        guard value != 0xFF else { return nil }
        group = group << 6 | UInt32(value)
      }
      // Bits behind the last byte are zero, or the same bytes would have several texts.
      if left == 3, group & 0xFF != 0 { return nil }
      if left == 2, group & 0xFFFF != 0 { return nil }
      for place in 0..<(left - 1) {
        bytes.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * place)))
      }
    }
    return bytes
  }

  public static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var letters: [UInt8] = []
    letters.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for place in 0..<3 { group = group << 8 | (place < count ? UInt32(bytes[start + place]) : 0) }
      for place in 0..<4 {
        letters.append(
          place <= count ? alphabet[Int(group >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "=")
        )
      }
    }
    return letters
  }
}

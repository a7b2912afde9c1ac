import Testing

@testable import Reports

@Suite struct JSONTextTests {
  @Test("a byte that is escaped is found wherever it stands")
  func escapedAnywhere() {
    func written(_ bytes: [UInt8]) -> [UInt8] {
      var text = ByteText()
      text.add(json: String(decoding: bytes, as: UTF8.self))
      return text.bytes
    }
    let quote = UInt8(ascii: "\"")
    for length in 1...25 {
      let plain = [UInt8](repeating: UInt8(ascii: "a"), count: length)
      #expect(written(plain) == [quote] + plain + [quote])
      for place in 0..<length {
        for (byte, escape) in [
          (0x00, #"\u0000"#), (0x1F, #"\u001f"#), (0x7F, #"\u007f"#), (0x22, #"\""#),
          (0x5C, #"\\"#),
        ] as [(UInt8, String)] {
          var bytes = plain
          bytes[place] = byte
          let expected = plain[..<place] + Array(escape.utf8) + plain[(place + 1)...]
          #expect(written(bytes) == [quote] + expected + [quote])
        }
      }
    }
  }
}

import Testing

@testable import JSON

@Suite struct ByteBufferTests {
  @Test("digits of every length are the number's own")
  func digits() {
    var value: UInt64 = 0
    for _ in 0..<20 {
      for number in [value, value / 7, value + 1] {
        var buffer = ByteBuffer(capacity: 1)
        buffer.append(digitsOf: number)
        buffer.append(UInt8(ascii: " "))
        buffer.append(digitsOf: number % 1_000, atLeast: 3)
        let text = String(number)
        let last = String(number % 1_000)
        let padded = String(repeating: "0", count: 3 - last.count) + last
        #expect(String(decoding: buffer.finish(), as: UTF8.self) == text + " " + padded)
      }
      // Nines, and the last time what is left of twenty of them.
      value = value &* 10 &+ 9
    }
  }

  @Test("a point stands before as many digits as were asked for")
  func places() {
    for (digits, places, text) in [
      (0, 1, "0.0"), (5, 1, "0.5"), (123, 1, "12.3"), (123, 3, "0.123"), (7, 4, "0.0007"),
      (12_345_678, 7, "1.2345678"), (UInt64.max, 19, "1.8446744073709551615"),
    ] as [(UInt64, Int, String)] {
      var buffer = ByteBuffer(capacity: 1)
      buffer.append(digits, places: places)
      #expect(String(decoding: buffer.finish(), as: UTF8.self) == text)
    }
  }

  @Test("text of any length comes out as it went in, whatever room there was")
  func growth() {
    for capacity in [0, 64, 100] {
      var buffer = ByteBuffer(capacity: capacity)
      var expected: [UInt8] = []
      for index in 0..<500 {
        let piece = [UInt8](repeating: UInt8(index % 251), count: index % 37)
        piece.withUnsafeBufferPointer { buffer.append($0) }
        buffer.append(UInt8(index % 7))
        buffer.append("literal")
        expected += piece + [UInt8(index % 7)] + Array("literal".utf8)
      }
      #expect(buffer.count == expected.count)
      #expect(buffer.finish() == expected)
    }
  }
}

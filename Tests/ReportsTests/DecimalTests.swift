import Foundation
import Testing

@testable import Reports

@Suite struct DecimalTests {
  private func written(_ value: Double, digits: Int = ByteText.significantDigits) -> String {
    var text = ByteText()
    text.add(value, digits: digits)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test(
    "numbers have at most seven significant digits and no needless zeros",
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (12, "12"), (250, "250"), (0.5, "0.5"),
      (12.345678, "12.34568"), (9.9999996, "10"), (9_999_999.6, "10000000"),
      (99_999_994, "99999990"), (0.1, "0.1"), (0.012_345_678_9, "0.01234568"),
      (1e-5, "0.00001"), (9.999_999_9e-6, "0.00001"), (1.5e-7, "1.5e-7"), (1e15, "1e15"),
      (1.234_567_89e15, "1.234568e15"), (123_456_789_012_345, "123456800000000"),
      (1e14, "100000000000000"), (.leastNonzeroMagnitude, "4.940656e-324"),
      (.greatestFiniteMagnitude, "1.797693e308"), (2.5e22, "2.5e22"), (1e100, "1e100"),
      (100.000_001, "100"), (1 / 3.0, "0.3333333"), (2 / 3.0, "0.6666667"),
    ] as [(Double, String)])
  func examples(_ value: Double, _ text: String) {
    #expect(written(value) == text)
  }

  @Test("what is written is the nearest number of seven digits, for every size")
  func nearest() throws {
    var generator = SplitMix(state: 1)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isNormal else { continue }
      let text = written(value)
      let back = try #require(Double(text))
      let reference = try #require(Double(String(format: "%.6e", value)))
      // Half of the seventh digit, and a little for the scaling, which is not exact.
      let unit = abs(reference - back)
      #expect(unit <= 1e-6 * abs(value) && abs(back - value) <= 5.001e-7 * abs(value), "\(value)")
      #expect(text.utf8.filter { (0x31...0x39).contains($0) }.count <= 7 + 3)
    }
  }

  @Test("numbers of the sizes that estimates have are rounded as the C library rounds them")
  func everyday() throws {
    var generator = SplitMix(state: 2)
    for _ in 0..<20_000 {
      let magnitude = Double(generator.next() % 12) - 4
      let value = Double(generator.next() >> 11) * 0x1p-53 * pow(10, magnitude)
      guard value > 1e-9 else { continue }
      #expect(Double(written(value)) == Double(String(format: "%.6e", value)), "\(value)")
    }
  }

  @Test("means of counts are whole numbers, and beyond 64 bits still numbers")
  func rounded() {
    func written(_ value: Double) -> String {
      var text = ByteText()
      text.add(rounded: value)
      return String(decoding: text.bytes, as: UTF8.self)
    }
    #expect(written(15_218_187.5) == "15218188")
    #expect(written(0.4) == "0")
    #expect(written(-0.4) == "0")
    #expect(written(1e300) == "1e300")
    #expect(written(9_007_199_254_740_992) == "9007199254740992")
  }

  @Test("integers keep all their digits", arguments: [0, 7, -7, 10, 1_000_000, .max, .min])
  func integers(_ value: Int) {
    var text = ByteText()
    text.add(value)
    #expect(String(decoding: text.bytes, as: UTF8.self) == "\(value)")
  }

  @Test("people read four digits with a unit that fits")
  func words() {
    #expect(Words.milliseconds(0) == "0 ms")
    #expect(Words.milliseconds(0.012_345_6) == "12.35 us")
    #expect(Words.milliseconds(12.345_6) == "12.35 ms")
    #expect(Words.milliseconds(12_345.6) == "12.35 s")
    #expect(Words.milliseconds(-2_000) == "-2 s")
    #expect(Words.microjoules(0.5) == "500 nJ")
    #expect(Words.microjoules(2_400) == "2.4 mJ")
    #expect(Words.microjoules(2_400_000) == "2.4 J")
    #expect(Words.count(2_656_768) == "2,656,768")
    #expect(Words.count(-1_000) == "-1,000")
    #expect(Words.count(999) == "999")
    #expect(Words.count(Int.min) == "-9,223,372,036,854,775,808")
    #expect(Words.percent(ofOne: 0.9996) == "100.0 %")
    #expect(Words.regionSize(320 << 10) == "320 KB")
    #expect(Words.regionSize(1 << 20) == "1 MB")
    #expect(Words.regionSize(320_000) == "320000 B")
    #expect(Words.memorySize(320 << 10) == "320 KiB")
  }
}

/// A small generator with a seed (Steele, Lea and Flood 2014), so that a failure comes again.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

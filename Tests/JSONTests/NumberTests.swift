import Testing

@testable import JSON

@Suite struct NumberTests {
  @Test(
    "integers are read exactly",
    arguments: [
      ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("123456789012345678", 123_456_789_012_345_678),
      ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("1.0", 1),
      ("-12.000", -12), ("1e3", 1000), ("1E+3", 1000), ("1.5e1", 15), ("1200e-2", 12),
      ("0e99999999999999999999", 0), ("0.0e-5", 0), ("922337203685477580.7e1", Int.max),
      ("9223372036854775807.0000000000", Int.max), ("-922337203685477580800e-2", Int.min),
      ("100000000000000000000e-20", 1), ("0.000000000000000000000001e24", 1),
      ("1000000000000000000", 1_000_000_000_000_000_000),
    ])
  func integers(_ text: String, _ value: Int) throws {
    #expect(try reading(text) { try $0.int() } == value)
  }

  @Test(
    "what no integer of 64 bits is, is an error that shows the number",
    arguments: [
      ("9223372036854775808", true), ("-9223372036854775809", true), ("1e19", true),
      ("18446744073709551616", true), ("99999999999999999999", true), ("1e999999999999", true),
      ("123456789012345678901.5", true), ("1.5", false), ("1e-1", false), ("-0.1", false),
      ("1234567890123456789.5", false), ("1e-999999999999", false),
      ("0.30000000000000000000000000001", false),
    ])
  func notIntegers(_ text: String, _ isOutOfRange: Bool) {
    let reason: JSONError.Reason = isOutOfRange ? .numberOutOfRange(text) : .notAnInteger(text)
    #expect(throws: JSONError(reason, byteOffset: 0)) { try reading(text) { try $0.int() } }
  }

  @Test(
    "doubles are rounded to the nearest",
    arguments: [
      "0", "-0", "-0.0", "1", "0.1", "-2.5e-3", "123456789.123", "1e22", "1e23", "9007199254740993",
      "9007199254740993.0", "0.30000000000000004", "2.2250738585072014e-308", "5e-324", "4.9e-324",
      "2e-324", "1e-400", "1.7976931348623157e308", "179769313486231580793e288",
      "18446744073709551615", "1844674407370955161.5", "9999999999999999999",
      "0.1000000000000000055511151231257827", "1.00000000000000011102230246251565404",
      "8.41e21", "9.5e-19", "123456789012345678e-19", "6.8e-20",
    ])
  func doubles(_ text: String) throws {
    let expected = try #require(Double(text))
    #expect(try reading(text) { try $0.double() }.bitPattern == expected.bitPattern)
  }

  @Test("doubles of every size read as the standard library reads them")
  func randomDoubles() throws {
    var generator = SeededGenerator(seed: 4)
    for round in 0..<20_000 {
      let digits = UInt64.random(in: 0...UInt64.max >> UInt64(round % 64), using: &generator)
      let exponent = Int.random(in: -24...24, using: &generator)
      let text = round % 3 == 0 ? "\(digits)" : "\(digits)e\(exponent)"
      let value = try reading(text) { try $0.double() }
      #expect(value == Double(text), "\(text)")
    }
  }

  @Test("every double that is printed is read back")
  func printedDoubles() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let back = try reading(value.description) { try $0.double() }
      #expect(back.bitPattern == value.bitPattern)
    }
  }

  @Test("a decimal half way between two doubles goes to the even one")
  func halves() throws {
    // 2^53 + 1, and 1 + 2^-53 in its whole length.
    #expect(try reading("9007199254740993") { try $0.double() } == 0x1p53)
    #expect(
      try reading("1.00000000000000011102230246251565404236316680908203125") {
        try $0.double()
      } == 1)
    // The same plus a little.
    #expect(
      try reading("1.00000000000000011102230246251565404236316680908203126") {
        try $0.double()
      } == 1.0000000000000002)
  }

  @Test("a tree keeps integers and other numbers apart")
  func tree() throws {
    #expect(
      try JSONValue(document: [UInt8]("[1, 1.0, 1e2, -3, 9223372036854775808]")) == [
        1, 1.0, 100.0, -3, 9_223_372_036_854_775_808.0,
      ])
    #expect(try JSONValue(document: [UInt8]("9223372036854775807")) == .integer(.max))
  }
}

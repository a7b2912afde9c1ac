import Testing

@testable import JSON

/// One mistake a row: what is wrong, where, and in which value.
struct Mistake: Sendable, CustomTestStringConvertible {
  var text: String
  var reason: JSONError.Reason
  var offset: Int
  var path: String

  init(_ text: String, _ reason: JSONError.Reason, _ offset: Int, _ path: String) {
    self.text = text
    self.reason = reason
    self.offset = offset
    self.path = path
  }

  var testDescription: String { text }
}

@Suite struct SyntaxErrorTests {
  static let mistakes: [Mistake] = [
    Mistake("", .endOfInput(expected: .value), 0, "$"),
    Mistake("  ", .endOfInput(expected: .value), 2, "$"),
    Mistake("x", .unexpectedByte(UInt8(ascii: "x"), expected: .value), 0, "$"),
    Mistake("\u{FEFF}1", .byteOrderMark, 0, "$"),
    Mistake("1 2", .trailingBytes, 2, "$"),
    Mistake("{} ,", .trailingBytes, 3, "$"),
    Mistake("[1]]", .trailingBytes, 3, "$"),
    Mistake("tru", .endOfInput(expected: .literal), 3, "$"),
    Mistake("trUe", .unexpectedByte(UInt8(ascii: "U"), expected: .literal), 2, "$"),
    Mistake("nul1", .unexpectedByte(UInt8(ascii: "1"), expected: .literal), 3, "$"),
    Mistake("truee", .trailingBytes, 4, "$"),
    Mistake("NaN", .unexpectedByte(UInt8(ascii: "N"), expected: .value), 0, "$"),
    Mistake("-Infinity", .unexpectedByte(UInt8(ascii: "I"), expected: .digit), 1, "$"),
    Mistake("01", .unexpectedByte(UInt8(ascii: "1"), expected: .numberEnd), 1, "$"),
    Mistake("-", .endOfInput(expected: .digit), 1, "$"),
    Mistake("+1", .unexpectedByte(UInt8(ascii: "+"), expected: .value), 0, "$"),
    Mistake("[1.]", .unexpectedByte(UInt8(ascii: "]"), expected: .digit), 3, "$[0]"),
    Mistake("[1.e3]", .unexpectedByte(UInt8(ascii: "e"), expected: .digit), 3, "$[0]"),
    Mistake("[0, 1e+]", .unexpectedByte(UInt8(ascii: "]"), expected: .digit), 7, "$[1]"),
    Mistake(".5", .unexpectedByte(UInt8(ascii: "."), expected: .value), 0, "$"),
    Mistake("[", .endOfInput(expected: .value), 1, "$[0]"),
    Mistake("[1", .endOfInput(expected: .commaOrArrayEnd), 2, "$"),
    Mistake("[1 ", .endOfInput(expected: .commaOrArrayEnd), 3, "$"),
    Mistake("[1 2]", .unexpectedByte(UInt8(ascii: "2"), expected: .commaOrArrayEnd), 3, "$"),
    Mistake("[1,]", .unexpectedByte(UInt8(ascii: "]"), expected: .value), 3, "$[1]"),
    Mistake("[,1]", .unexpectedByte(UInt8(ascii: ","), expected: .value), 1, "$[0]"),
    Mistake("[1}", .unexpectedByte(UInt8(ascii: "}"), expected: .commaOrArrayEnd), 2, "$"),
    Mistake("{", .endOfInput(expected: .memberNameOrEnd), 1, "$"),
    Mistake("{a:1}", .unexpectedByte(UInt8(ascii: "a"), expected: .memberNameOrEnd), 1, "$"),
    Mistake("{,}", .unexpectedByte(UInt8(ascii: ","), expected: .memberNameOrEnd), 1, "$"),
    Mistake(#"{"a"}"#, .unexpectedByte(UInt8(ascii: "}"), expected: .colon), 4, "$.a"),
    Mistake(#"{"a":}"#, .unexpectedByte(UInt8(ascii: "}"), expected: .value), 5, "$.a"),
    Mistake(#"{"a":1,}"#, .unexpectedByte(UInt8(ascii: "}"), expected: .memberName), 7, "$"),
    Mistake(#"{"a":1 "b"}"#, .unexpectedByte(0x22, expected: .commaOrObjectEnd), 7, "$"),
    Mistake(#"{"a":1]"#, .unexpectedByte(0x5D, expected: .commaOrObjectEnd), 6, "$"),
    Mistake(#"{"a":1,2:3}"#, .unexpectedByte(0x32, expected: .memberName), 7, "$"),
    Mistake(#"["abc"#, .endOfInput(expected: .closingQuote), 5, "$[0]"),
    Mistake("[\"a\tb\"]", .controlCharacter(9), 3, "$[0]"),
    Mistake(#"["a\x"]"#, .invalidEscape, 3, "$[0]"),
    Mistake(#"["a\u12g4"]"#, .invalidEscape, 3, "$[0]"),
    Mistake(#"["\u12"]"#, .invalidEscape, 2, "$[0]"),
    Mistake(#"["\ud800"]"#, .loneSurrogate(0xD800), 2, "$[0]"),
    Mistake(#"["\udc00"]"#, .loneSurrogate(0xDC00), 2, "$[0]"),
    Mistake(#"["\ud800\u0041"]"#, .loneSurrogate(0xD800), 2, "$[0]"),
    Mistake(#"["\ud800x"]"#, .loneSurrogate(0xD800), 2, "$[0]"),
    Mistake("1e400", .numberOutOfRange("1e400"), 0, "$"),
    Mistake("[-1e400]", .numberOutOfRange("-1e400"), 1, "$[0]"),
    Mistake(
      #"{"a":{"b":[0,{"c":tru}]}}"#, .unexpectedByte(0x7D, expected: .literal), 21, "$.a.b[1].c"),
    Mistake(#"{"a b":[?]}"#, .unexpectedByte(0x3F, expected: .value), 8, #"$["a b"][0]"#),
    Mistake(#"{"a\"b":[?]}"#, .unexpectedByte(0x3F, expected: .value), 9, #"$["a\"b"][0]"#),
    Mistake(#"[[],[],[[],0x]]"#, .unexpectedByte(0x78, expected: .commaOrArrayEnd), 12, "$[2]"),
  ]

  @Test("each mistake is named, with its offset and path", arguments: mistakes)
  func mistake(_ mistake: Mistake) {
    let error = errorOfReading(mistake.text)
    #expect(error?.reason == mistake.reason)
    #expect(error?.byteOffset == mistake.offset)
    #expect(error?.path.description == mistake.path)
  }

  @Test(
    "bytes that are not UTF-8 are refused where they begin",
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0x80],
      [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ] as [[UInt8]])
  func invalidUTF8(_ sequence: [UInt8]) {
    let error = errorOfReading([UInt8](#"["ab"#) + sequence + [UInt8](#""]"#))
    #expect(error == JSONError(.invalidUTF8, byteOffset: 4, path: JSONPath([.element(0)])))
  }

  @Test("every scalar of one to four bytes reads as itself")
  func scalars() throws {
    let edges: [UInt32] = [
      0x20, 0x7E, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF,
      0x10000, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFF,
    ]
    for edge in edges {
      let text = String(try #require(Unicode.Scalar(edge)))
      #expect(try reading("\"ab\(text)cd\"") { try $0.string() } == "ab\(text)cd")
    }
  }

  @Test("errors speak in sentences with the place in front")
  func words() {
    #expect(
      errorOfReading(#"{"a": [1, tru]}"#)?.description
        == "$.a[1], byte 13: expected true, false or null, found ']'")
    #expect(
      errorOfReading("[")?.description
        == "$[0], byte 1: the input ends where a value should follow")
    #expect(
      errorOfReading(#"{"a": 1, "a": 2}"#)?.description
        == #"$.a, byte 9: the member name "a" occurs twice"#)
    #expect(errorOfReading("[1\u{0}]")?.description.hasSuffix("found byte 0x00") == true)
  }
}

import Testing

@testable import JSON

/// What `write` makes, as text.
func written(
  _ style: JSONWriter.Style = .compact, _ write: (inout JSONWriter) -> Void
) -> String {
  var writer = JSONWriter(style, reserving: 0)
  write(&writer)
  return String(decoding: writer.finish(), as: UTF8.self)
}

@Suite struct WriterTests {
  private func report(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", "kws")
      writer.member("macs", 2_656_768)
      writer.member("shape", [1, 49])
      writer.object("latency_ms") { writer in
        writer.member("value", 12.5)
        writer.memberOrNull("low", Double?.none)
      }
      writer.array("ops") { writer in
        writer.object { $0.member("fits", true) }
        writer.object { _ in }
        writer.array { _ in }
      }
      writer.member("names", ["a"])
      writer.nullMember("note")
    }
  }

  @Test("compact text has no space")
  func compact() {
    #expect(
      written(.compact, report)
        == #"{"name":"kws","macs":2656768,"shape":[1,49],"latency_ms":{"value":12.5,"low":null},"#
        + #""ops":[{"fits":true},{},[]],"names":["a"],"note":null}"#)
  }

  @Test("pretty text has one member a line")
  func pretty() {
    #expect(
      written(.pretty, report) == """
        {
          "name": "kws",
          "macs": 2656768,
          "shape": [
            1,
            49
          ],
          "latency_ms": {
            "value": 12.5,
            "low": null
          },
          "ops": [
            {
              "fits": true
            },
            {},
            []
          ],
          "names": [
            "a"
          ],
          "note": null
        }
        """)
  }

  @Test(
    "integers are written as their digits",
    arguments: [0, 1, -1, 9, 10, 99, 100, 12_345, .max, .min, 1_000_000_000_000_000_000])
  func integers(_ value: Int) {
    #expect(written { $0.write(value) } == "\(value)")
  }

  @Test("unsigned integers are written as their digits")
  func unsigned() {
    #expect(written { $0.write(UInt64.max) } == "18446744073709551615")
  }

  @Test(
    "doubles are written as the shortest digits that read back",
    arguments: [
      (0.0, "0.0"), (-0.0, "-0.0"), (3.0, "3.0"), (-3.0, "-3.0"), (0.1, "0.1"), (12.5, "12.5"),
      (0.05, "0.05"), (100.25, "100.25"), (1e-4, "0.0001"), (0.000123, "0.000123"),
      (1.5e-5, "1.5e-5"), (1e-5, "1e-5"), (2.5e-7, "2.5e-7"), (1e15, "1000000000000000.0"),
      (999_999_999_999_999, "999999999999999.0"), (0x1p53, "9007199254740992.0"), (1e16, "1e16"),
      (1e20, "1e20"), (-1e20, "-1e20"), (1.7976931348623157e308, "1.7976931348623157e308"),
      (.leastNonzeroMagnitude, "5e-324"), (0.1 + 0.2, "0.30000000000000004"),
      (1.0 / 3, "0.3333333333333333"),
      (123456.789012, "123456.789012"), (1e100, "1e100"), (1e-10, "1e-10"),
    ])
  func doubles(_ value: Double, _ text: String) {
    #expect(written { $0.write(value) } == text)
  }

  @Test("short decimals have the digits that the standard library finds")
  func shortDecimals() {
    var generator = SeededGenerator(seed: 6)
    var short = 0
    for round in 0..<20_000 {
      let places = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][round % 7]
      let digits = UInt64.random(in: 0...(1 << UInt64(1 + round % 50)), using: &generator)
      let value = Double(digits) / Double(places)
      guard value == 0 || value >= 1e-4, value < 1e15 else { continue }
      if ShortDecimal(value) != nil { short += 1 }
      #expect(written { $0.write(value) } == value.description)
    }
    #expect(short > 15_000)
  }

  @Test("every finite double is read back to the bit")
  func doublesRoundTrip() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<10_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let text = written { $0.write(value) }
      #expect(StrictRecogniser.accepts(text))
      #expect(Double(text)?.bitPattern == value.bitPattern)
      let back = try reading(text) { try $0.double() }
      #expect(back.bitPattern == value.bitPattern)
    }
  }

  @Test("what has no form in JSON is null where that was asked for")
  func notFinite() {
    let text = written { writer in
      writer.array { writer in
        writer.writeOrNull(.nan)
        writer.writeOrNull(.infinity)
        writer.writeOrNull(nil)
        writer.writeOrNull(1.5)
      }
    }
    #expect(text == "[null,null,null,1.5]")
  }

  @Test("members that are unknown are null")
  func unknown() {
    let text = written { writer in
      writer.object { writer in
        writer.memberOrNull("a", Int?.none)
        writer.memberOrNull("b", Int?(1))
        writer.memberOrNull("c", String?.none)
        writer.memberOrNull("d", String?("x"))
        writer.memberOrNull("e", Bool?.none)
        writer.memberOrNull("f", Bool?(false))
        writer.memberOrNull("g", Double.nan)
      }
    }
    #expect(text == #"{"a":null,"b":1,"c":null,"d":"x","e":null,"f":false,"g":null}"#)
  }

  @Test(
    "strings are escaped where they must be and nowhere else",
    arguments: [
      ("", #""""#), ("plain", #""plain""#), ("a\"b\\c/", #""a\"b\\c/""#),
      ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#), ("\0\u{1F} \u{7F}", "\"\\u0000\\u001f \u{7F}\""),
      ("größe 😀", #""größe 😀""#), ("é\"é", #""é\"é""#), ("\"", #""\"""#),
      ("exactly sixteen\n", #""exactly sixteen\n""#),
    ])
  func strings(_ value: String, _ text: String) throws {
    #expect(written { $0.write(value) } == text)
    #expect(JSONWriter.quoted(value) == text)
    #expect(
      written {
        $0.object { writer in
          writer.name(escaping: value)
          writer.writeNull()
        }
      } == "{\(text):null}")
    #expect(try reading(text) { try $0.string() } == value)
  }

  @Test("a one-letter name is a name too")
  func shortName() {
    #expect(written { $0.object { $0.member("x", 1) } } == #"{"x":1}"#)
  }

  @Test("scopes nest deeper than a word has bits")
  func deep() {
    let text = written { writer in
      for level in 0..<200 {
        if level.isMultiple(of: 3) {
          writer.beginObject()
          writer.name("a")
        } else {
          writer.beginArray()
        }
      }
      writer.write(1)
      for level in (0..<200).reversed() {
        if level.isMultiple(of: 3) { writer.endObject() } else { writer.endArray() }
      }
    }
    #expect(StrictRecogniser.accepts(text))
    #expect(text.contains(#"[[{"a":[[{"a""#))
  }

  @Test("documents follow each other on lines")
  func lines() {
    var writer = JSONWriter()
    for index in 0..<3 {
      writer.object { $0.member("id", index) }
      writer.endLine()
    }
    writer.write(true)
    #expect(
      String(decoding: writer.finish(), as: UTF8.self)
        == "{\"id\":0}\n{\"id\":1}\n{\"id\":2}\ntrue")
  }

  @Test("a long text grows the buffer without a loss")
  func growth() {
    let piece = String(repeating: "x", count: 1000)
    let text = written { writer in
      writer.array { writer in
        for _ in 0..<300 { writer.write(piece) }
      }
    }
    #expect(
      text == "[" + [String](repeating: "\"\(piece)\"", count: 300).joined(separator: ",") + "]")
  }

  @Test("errors of the content go through a scope")
  func throwing() {
    struct Failure: Error {}
    var writer = JSONWriter()
    #expect(throws: Failure.self) {
      try writer.object { _ throws(Failure) in throw Failure() }
    }
  }
}

/// A call out of place stops the program.
@Suite struct WriterMisuseTests {
  @Test("a value in an object needs a name")
  func nameless() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.write(1)
    }
  }

  @Test("a name needs an object")
  func nameInArray() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginArray()
      writer.name("a")
    }
  }

  @Test("a name needs its value")
  func valueless() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.name("a")
      writer.endObject()
    }
  }

  @Test("an object is not ended as an array")
  func wrongEnd() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.endArray()
    }
  }

  @Test("a document is one value")
  func twoValues() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.write(1)
      writer.write(2)
    }
  }

  @Test("a document is finished when all is ended")
  func unfinished() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginArray()
      _ = writer.finish()
    }
  }

  @Test("NaN is not written unasked")
  func notANumber() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.write(Double.nan)
    }
  }
}

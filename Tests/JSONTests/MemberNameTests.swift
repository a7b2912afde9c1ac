import Testing

@testable import JSON

@Suite struct MemberNameTests {
  @Test("a name is what it is written as, at every length around the two words")
  func lengths() throws {
    for length in 0...40 {
      let name = String("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST".prefix(length))
      for padding in ["", String(repeating: " ", count: 32)] {
        let read = try reading("\"\(name)\"\(padding)") { try $0.name() }
        #expect(read.string == name)
        #expect(read == JSONName(name))
        #expect(read.hashValue == JSONName(name).hashValue)
        #expect(read != JSONName(name + "x"))
        #expect(read != JSONName(String(name.dropLast()) + "!"))
      }
    }
  }

  @Test("names match literals of any length, byte for byte")
  func literals() {
    #expect(JSONName("") == "")
    #expect(JSONName("x") == "x")
    #expect(JSONName("filters") == "filters")
    #expect(JSONName("depthwise_conv2d") == "depthwise_conv2d")
    #expect(JSONName("activation_peak_bytes") == "activation_peak_bytes")
    #expect(JSONName("größe") == "größe")
    #expect(!(JSONName("filters") == "filter"))
    #expect(!(JSONName("filters") == "filterz"))
    #expect(!(JSONName("depthwise_conv2e") == "depthwise_conv2d"))
    #expect(!(JSONName("activation_peak_bytez") == "activation_peak_bytes"))
    #expect(!(JSONName("e\u{301}") == "\u{E9}"), "no normalisation")
    #expect(JSONName("e\u{301}") != JSONName("\u{E9}"))
    #expect(!(JSONName("") == "a"))
  }

  @Test("a name written with escapes is the same name")
  func escapes() throws {
    let name = try reading(#""f\u0069lters""#) { try $0.name() }
    #expect(name == "filters")
    let long = try reading(#""activation\u005Fpeak_bytes""#) { try $0.name() }
    #expect(long == "activation_peak_bytes")
    let zero = try reading(#""a\u0000""#) { try $0.name() }
    #expect(zero != JSONName("a"))
    #expect(zero.string == "a\0")
  }

  @Test(
    "a name that repeats is refused and named",
    arguments: [
      (#"{"a":1,"a":2}"#, "a", 7, "$.a"),
      (#"{"a":1,"b":2,"\u0061":2}"#, "a", 13, "$.a"),
      (#"{"":1,"":2}"#, "", 6, #"$[""]"#),
      (#"[{"x":{"y":1,"z":0,"y":1}}]"#, "y", 19, "$[0].x.y"),
      (#"{"a":{"b":1},"b":{"a":2},"a":3}"#, "a", 25, "$.a"),
      (
        #"{"activation_peak_bytes":1,"activation_peak_bytez":1,"activation_peak_bytes":2}"#,
        "activation_peak_bytes", 53, "$.activation_peak_bytes"
      ),
    ])
  func repeated(_ text: String, _ name: String, _ offset: Int, _ path: String) {
    let error = errorOfReading(text)
    #expect(error?.reason == .duplicateName(name))
    #expect(error?.byteOffset == offset)
    #expect(error?.path.description == path)
    #expect(throws: Never.self) {
      try JSONValue(document: [UInt8](text), allowsDuplicateNames: true)
    }
  }

  @Test("names may come again in other objects")
  func elsewhere() {
    #expect(errorOfReading(#"[{"a":{"a":{"a":1}}},{"a":1},{"b":{},"a":{"b":1}}]"#) == nil)
  }

  @Test("repeats are found in objects of every size", arguments: [2, 3, 23, 24, 25, 26, 27, 2000])
  func sizes(_ count: Int) {
    let members = (0..<count).map { "\"m\($0)\":{\"m0\":0,\"m1\":1}" }
    #expect(errorOfReading("{\(members.joined(separator: ","))}") == nil)
    for repeated in [0, 1, count / 2, count - 1] {
      let text = "{\(members.joined(separator: ",")),\"m\(repeated)\":0}"
      #expect(errorOfReading(text)?.reason == .duplicateName("m\(repeated)"))
    }
  }

  @Test("the last of repeated names counts where they are allowed")
  func lastCounts() throws {
    let value = try JSONValue(document: [UInt8](#"{"a":1,"a":2}"#), allowsDuplicateNames: true)
    #expect(value["a"] == 2)
  }

  @Test("an object of 60,000 members is read in linear time", .timeLimit(.minutes(20)))
  func manyMembers() {
    let members = (0..<60_000).map { "\"member\($0)\":0" }.joined(separator: ",")
    #expect(errorOfReading("{\(members)}") == nil)
  }
}

import Testing

@testable import JSON

@Suite struct JSONReaderTests {
  @Test("a document is read value by value")
  func readsValues() throws {
    let text = #"{"name": "kws", "shape": [1, -2], "x": 1.5, "on": true, "none": null, "more": {}}"#
    var reader = try JSONReader(document: [UInt8](text))
    var members = try reader.object()
    var seen: [String] = []
    while let name = try members.next(&reader) {
      seen.append(name.string)
      switch name {
      case "name":
        let value = try reader.string()
        #expect(value == "kws")
      case "shape":
        let value = try reader.ints()
        #expect(value == [1, -2])
      case "x":
        let value = try reader.double()
        #expect(value == 1.5)
      case "on":
        let value = try reader.bool()
        #expect(value)
      case "none":
        let value = try reader.isNull()
        #expect(value)
      default: break
      }
    }
    try reader.finish()
    #expect(seen == ["name", "shape", "x", "on", "none", "more"])
  }

  @Test("values that are not read are skipped, in objects and arrays")
  func skipsUnread() throws {
    let text = #"{"a": [1, {"b": [2, "]"]}], "c": {"d": {}}, "e": 5}"#
    var reader = try JSONReader(document: [UInt8](text))
    var members = try reader.object()
    var last = 0
    while let name = try members.next(&reader) {
      if name == "e" { last = try reader.int() }
    }
    try reader.finish()
    #expect(last == 5)
    #expect(members.count == 3)
    let count = try reading("[[1], {}, 3]") { reader in
      var elements = try reader.array()
      while try elements.next(&reader) {}
      return elements.count
    }
    #expect(count == 3)
  }

  @Test("what is skipped is checked")
  func skippedIsChecked() {
    #expect(throws: JSONError.self) {
      try reading(#"{"a": [1, tru]}"#) { reader in
        var members = try reader.object()
        while try members.next(&reader) != nil {}
      }
    }
  }

  @Test("the kind at hand is told without reading")
  func kinds() throws {
    let kinds = try reading(#"[{}, [], "", -1, 1, true, false, null]"#) {
      reader in
      try reader.array { reader throws(JSONError) in
        let kind = try reader.kind
        try reader.skip()
        return kind
      }
    }
    #expect(
      kinds == [.object, .array, .string, .number, .number, .boolean, .boolean, .null])
  }

  @Test("null is taken where it stands, other values are left")
  func nulls() throws {
    let values = try reading("[null, 3]") { reader in
      try reader.array { reader throws(JSONError) in
        try reader.isNull() ? nil : try reader.int()
      }
    }
    #expect(values == [nil, 3])
  }

  @Test("a value's bytes are handed on as they were written")
  func rawValues() throws {
    let bytes = [UInt8](#"{"id":  {"a" : [1.50, "\u0041"]} , "b": 1}"#)
    var reader = try JSONReader(document: bytes)
    var members = try reader.object()
    var raw: ArraySlice<UInt8> = []
    while let name = try members.next(&reader) {
      if name == "id" { raw = reader.bytes[try reader.rawValue()] }
    }
    #expect(String(decoding: raw, as: UTF8.self) == #"{"a" : [1.50, "\u0041"]}"#)
    var writer = JSONWriter()
    writer.array { writer in
      writer.write(1)
      writer.write(raw: raw)
    }
    #expect(
      String(decoding: writer.finish(), as: UTF8.self) == #"[1,{"a" : [1.50, "\u0041"]}]"#)
  }

  @Test("a copy of a reader is a bookmark")
  func bookmark() throws {
    var reader = try JSONReader(document: [UInt8](#"{"op": "conv2d", "kernel": 3}"#))
    var ahead = reader
    let whole = try ahead.value()
    var members = try reader.object()
    let first = try members.next(&reader)
    #expect(whole["kernel"] == 3)
    #expect(first?.string == "op")
  }

  @Test(
    "strings and escapes of every kind are read",
    arguments: [
      (#""""#, ""), (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\u0041\u00e9\u20AC\ud83d\uDE00""#, "Aé€😀"), (#""größer als 😀 🏳️‍🌈""#, "größer als 😀 🏳️‍🌈"),
      (#""\u0000""#, "\0"), (#""\uFFFF\ud7ff\ue000""#, "\u{FFFF}\u{D7FF}\u{E000}"),
      (#""exactly8""#, "exactly8"), (#""exactly sixteen!""#, "exactly sixteen!"),
      (
        #""a long text that has \u0022 far behind its first words""#,
        "a long text that has \" far behind its first words"
      ),
      ("\"\u{7F}\"", "\u{7F}"), (#""//\\\\""#, #"//\\"#),
    ])
  func strings(_ text: String, _ value: String) throws {
    #expect(try reading(text) { try $0.string() } == value)
    #expect(try reading(text + "                    ") { try $0.name() }.string == value)
  }

  @Test("lists of one type are read whole")
  func lists() throws {
    #expect(try reading("[]") { try $0.ints() } == [])
    #expect(try reading("[1,2,3,4,5]") { try $0.ints() } == [1, 2, 3, 4, 5])
    #expect(try reading("[ 0.5 , 2 ]") { try $0.doubles() } == [0.5, 2])
    #expect(try reading(#"["a","b"]"#) { try $0.strings() } == ["a", "b"])
    #expect(try reading("[]") { try $0.strings() } == [])
  }

  @Test("leaving an inner object before its end is a mistake of the program")
  func innerObjectLeft() async {
    await #expect(processExitsWith: .failure) {
      var reader = try JSONReader(document: [UInt8](#"{"a": {"b": 1, "c": 2}, "d": 1}"#.utf8))
      var outer = try reader.object()
      _ = try outer.next(&reader)
      var inner = try reader.object()
      _ = try inner.next(&reader)
      _ = try reader.int()
      _ = try outer.next(&reader)
    }
  }
}

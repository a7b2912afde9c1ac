import Testing

@testable import JSON

/// What a reader's user asks for against what it finds.
@Suite struct TypeErrorTests {
  typealias Read = @Sendable (inout JSONReader) throws(JSONError) -> Void

  private func reason(_ text: String, _ read: Read) -> String {
    do {
      try reading(text) { try read(&$0) }
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test("a value of another type is named with what was expected")
  func wrongTypes() {
    let values = [
      ("{}", "an object"), ("[]", "an array"), (#""x""#, "a string"), ("1", "a number"),
      ("true", "true or false"), ("null", "null"),
    ]
    let asks: [(String, Read)] = [
      ("an object", { reader throws(JSONError) in _ = try reader.object() }),
      ("an array", { reader throws(JSONError) in _ = try reader.array() }),
      ("an array", { reader throws(JSONError) in _ = try reader.ints() }),
      ("a string", { reader throws(JSONError) in _ = try reader.string() }),
      ("a string", { reader throws(JSONError) in _ = try reader.name() }),
      ("an integer", { reader throws(JSONError) in _ = try reader.int() }),
      ("a number", { reader throws(JSONError) in _ = try reader.double() }),
      ("true or false", { reader throws(JSONError) in _ = try reader.bool() }),
      ("null", { reader throws(JSONError) in try reader.null() }),
    ]
    for (text, found) in values {
      for (expected, ask) in asks where expected != found {
        if expected == "an integer", found == "a number" { continue }
        #expect(reason(text, ask) == "$, byte 0: expected \(expected), found \(found)")
      }
    }
  }

  @Test("a wrong type deep inside is placed exactly")
  func deep() {
    let text = #"{"ops": [{}, {}, {}, {"op": "conv2d", "kernel": ["3", 3]}]}"#
    let found = reason(text) { reader throws(JSONError) in
      var members = try reader.object()
      while try members.next(&reader) != nil {
        var ops = try reader.array()
        while try ops.next(&reader) {
          var op = try reader.object()
          while let name = try op.next(&reader) {
            if name == "kernel" { _ = try reader.ints() }
          }
        }
      }
    }
    #expect(found == "$.ops[3].kernel[0], byte 49: expected an integer, found a string")
  }

  @Test("two integers are asked for, and exactly two")
  func pairs() throws {
    let pair = try reading("[3, -4]") { try $0.intPair() }
    #expect(pair == (3, -4))
    let ask: Read = { reader throws(JSONError) in _ = try reader.intPair() }
    #expect(reason("[3]", ask) == "$, byte 0: expected 2 elements, found 1")
    #expect(reason("[3,4,5]", ask) == "$, byte 0: expected 2 elements, found 3")
    #expect(reason("[3,4.5]", ask) == "$[1], byte 3: expected an integer, found 4.5")
  }

  @Test("an unknown member is placed at its name and the nearest known one offered")
  func unknownMember() {
    let known = ["kernel", "stride"]
    let found = reason(#"[{"kernal": 3}]"#) { reader throws(JSONError) in
      var elements = try reader.array()
      while try elements.next(&reader) {
        var members = try reader.object()
        while let name = try members.next(&reader) {
          throw reader.unknownMember(name, known: known)
        }
      }
    }
    #expect(
      found
        == #"$[0].kernal, byte 2: unknown member "kernal"; did you mean "kernel"?"#)
  }

  @Test("a missing member is placed at its object")
  func missingMember() {
    let found = reason(#"{"a": {"b": [1], "c": 2}}"#) { reader throws(JSONError) in
      var outer = try reader.object()
      while try outer.next(&reader) != nil {
        var inner = try reader.object()
        while try inner.next(&reader) != nil {}
        throw reader.missingMember("d", of: inner)
      }
    }
    #expect(found == #"$.a, byte 6: the member "d" is missing"#)
  }

  @Test("a user's own error stands at the value read last, whole arrays and objects included")
  func ownErrors() {
    let own: JSONError.Reason = .invalid("this cannot be")
    let scalar = reason("[1, 2]") { reader throws(JSONError) in
      var elements = try reader.array()
      while try elements.next(&reader) {
        if try reader.int() == 2 { throw reader.failure(own) }
      }
    }
    #expect(scalar == "$[1], byte 4: this cannot be")
    let array = reason("[[1], [2, 3]]") { reader throws(JSONError) in
      var elements = try reader.array()
      while try elements.next(&reader) {
        if try reader.ints().count == 2 { throw reader.failure(own) }
      }
    }
    #expect(array == "$[1], byte 6: this cannot be")
    let earlier = reason("[[7], 8]") { reader throws(JSONError) in
      var offsets: [Int] = []
      var elements = try reader.array()
      while try elements.next(&reader) { offsets.append(reader.valueOffset) }
      throw reader.failure(own, at: offsets[0])
    }
    #expect(earlier == "$[0], byte 1: this cannot be")
  }

  @Test("each reason belongs to a kind of mistake")
  func categories() {
    #expect(JSONError.Reason.trailingBytes.category == .malformed)
    #expect(JSONError.Reason.duplicateName("a").category == .malformed)
    #expect(JSONError.Reason.notAnInteger("1.5").category == .type)
    #expect(JSONError.Reason.wrongType(expected: .array, found: .null).category == .type)
    #expect(JSONError.Reason.limitExceeded(.inputBytes, allowed: 1).category == .limit)
    #expect(JSONError.Reason.missingMember("a").category == .meaning)
  }
}

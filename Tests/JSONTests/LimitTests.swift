import Testing

@testable import JSON

/// Each limit twice: at it passes, one more is refused.
@Suite struct LimitTests {
  private func limits(_ change: (inout JSONLimits) -> Void) -> JSONLimits {
    var limits = JSONLimits()
    change(&limits)
    return limits
  }

  private func refusal(_ text: String, _ limits: JSONLimits) -> String? {
    guard let error = errorOfReading(text, limits: limits) else { return nil }
    guard case .limitExceeded(let name, let allowed) = error.reason else { return "\(error)" }
    return "\(name) \(allowed) \(error.byteOffset) \(error.path)"
  }

  @Test("input bytes") func inputBytes() {
    let limits = limits { $0.inputBytes = 5 }
    #expect(refusal("[123]", limits) == nil)
    #expect(refusal("[123] ", limits) == "inputBytes 5 5 $")
  }

  @Test("nesting depth") func nestingDepth() {
    let limits = limits { $0.nestingDepth = 3 }
    #expect(refusal(#"[{"a":[]}]"#, limits) == nil)
    #expect(refusal(#"[{"a":[{}]}]"#, limits) == "nestingDepth 3 7 $[0].a[0]")
  }

  @Test("nesting depth by default") func defaultNestingDepth() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(refusal(nested(64), .standard) == nil)
    #expect(refusal(nested(65), .standard)?.hasPrefix("nestingDepth 64 64") == true)
    #expect(refusal(nested(100_000), .standard)?.hasPrefix("nestingDepth 64 64") == true)
  }

  @Test("nesting depth can be raised only to what a thread's stack bears")
  func greatestNestingDepth() {
    let limits = limits { $0.nestingDepth = .max }
    #expect(limits.nestingDepth == JSONLimits.greatestNestingDepth)
    let depth = JSONLimits.greatestNestingDepth
    let text = String(repeating: #"{"a":"#, count: depth)
    #expect(refusal(text + "1" + String(repeating: "}", count: depth), limits) == nil)
    #expect(refusal(text + "{", limits)?.hasPrefix("nestingDepth 256 ") == true)
  }

  @Test("string bytes", arguments: [#""abcde""#, #""abc\u00e9""#, #""ab\ud83d\ude00""#, #""""#])
  func stringBytes(_ text: String) throws {
    let length = try reading(text) { try $0.string() }.utf8.count
    #expect(refusal(text, limits { $0.stringBytes = length }) == nil)
    guard length > 0 else { return }
    let tight = limits { $0.stringBytes = length - 1 }
    #expect(refusal(text, tight) == "stringBytes \(length - 1) 0 $")
    let inside = refusal("[0, \(text)]", tight)
    #expect(inside == "stringBytes \(length - 1) 4 $[1]")
  }

  @Test("string bytes of a member's name", arguments: [3, 14, 15, 16, 17, 40])
  func nameBytes(_ length: Int) {
    let text = "{\"\(String(repeating: "n", count: length))\": [1, 2, 3, 4, 5, 6, 7, 8]}"
    #expect(refusal(text, limits { $0.stringBytes = length }) == nil)
    #expect(
      refusal(text, limits { $0.stringBytes = length - 1 })?
        .hasPrefix("stringBytes \(length - 1) 1 $.nnn") == true)
  }

  @Test("members per object") func members() {
    let limits = limits { $0.membersPerObject = 2 }
    #expect(refusal(#"{"a":1,"b":{"c":1,"d":2}}"#, limits) == nil)
    #expect(refusal(#"{"a":1,"b":{"c":1,"d":2,"e":3}}"#, limits) == "membersPerObject 2 24 $.b.e")
  }

  @Test("elements per array") func elements() {
    let limits = limits { $0.elementsPerArray = 3 }
    #expect(refusal("[1,2,[1,2,3]]", limits) == nil)
    #expect(refusal("[1,2,[1,2,3,4]]", limits) == "elementsPerArray 3 12 $[2][3]")
    #expect(refusal("[]", self.limits { $0.elementsPerArray = 0 }) == nil)
    #expect(refusal("[1]", self.limits { $0.elementsPerArray = 0 }) == "elementsPerArray 0 1 $[0]")
  }

  @Test("bytes of a number", arguments: ["12345", "-1234", "1.234", "1e+23", "-0.01"])
  func numberBytes(_ text: String) {
    #expect(refusal(text, limits { $0.numberBytes = 5 }) == nil)
    #expect(refusal("[\(text)]", limits { $0.numberBytes = 4 }) == "numberBytes 4 1 $[0]")
    #expect(throws: JSONError(.limitExceeded(.numberBytes, allowed: 4), byteOffset: 0)) {
      try reading(text, limits: limits { $0.numberBytes = 4 }) { try $0.int() }
    }
  }

  @Test("the words say how much is allowed, of what") func words() {
    let error = errorOfReading("[1,2]", limits: limits { $0.elementsPerArray = 1 })
    #expect(error?.reason.description == "more than 1 elements in one array")
    #expect(error?.reason.category == .limit)
  }
}

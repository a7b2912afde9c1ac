import Testing

@testable import HTTPCore

@Suite struct MultipartFormTests {
  /// What curl 7.88 sends for `-F measurements=@m.csv -F model=@kws.tflite`.
  private static let sent =
    "--------------------------4d1cfbb6\r\n"
    + "Content-Disposition: form-data; name=\"measurements\"; filename=\"m.csv\"\r\n"
    + "Content-Type: text/csv\r\n\r\na,b\r\n1,2\n\r\n"
    + "--------------------------4d1cfbb6\r\n"
    + "Content-Disposition: form-data; name=\"model\"; filename=\"kws.tflite\"\r\n"
    + "Content-Type: application/octet-stream\r\n\r\n\r\n--------------------------4d1cfbb\r\n"
    + "--------------------------4d1cfbb6--\r\n"

  private func parts(_ text: String) throws(MultipartError) -> [MultipartForm.Part] {
    try MultipartForm(Array(text.utf8)).parts
  }

  @Test("each part has its name, its file's name and its bytes, near misses of the delimiter too")
  func parts() throws {
    let parts = try parts(Self.sent)
    #expect(parts.map(\.name) == ["measurements", "model"])
    #expect(parts.map(\.filename) == ["m.csv", "kws.tflite"])
    #expect(Array(parts[0].content) == Array("a,b\r\n1,2\n".utf8))
    #expect(Array(parts[1].content) == Array("\r\n--------------------------4d1cfbb".utf8))
  }

  @Test("an empty part is empty, and a name may hold quotes")
  func empty() throws {
    let parts = try parts(
      "--x\r\ncontent-disposition: form-data; name=\"a\\\"b\"\r\n\r\n\r\n--x\r\n"
        + "Content-Disposition: form-data;name=c\r\n\r\n--x--")
    #expect(parts.map(\.name) == ["a\"b", "c"])
    #expect(parts.allSatisfy { $0.content.isEmpty && $0.filename == nil })
  }

  @Test("no prefix of a form is taken for a whole one, and none stops the program")
  func prefixes() {
    let bytes = Array(Self.sent.utf8)
    // The last line feed may be missing.
    for length in 0..<bytes.count - 2 {
      #expect(throws: MultipartError.self) { try MultipartForm(Array(bytes[..<length])) }
    }
  }

  @Test(
    "what is no form is refused with its place",
    arguments: [
      "--\r\n\r\n--\r\n", "-- x\r\n", "--x\r\n\r\n\r\n--x--",
      "--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n\r\n--x--",
      "--x\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\n\r\n--x--",
      "--x\r\nContent-Disposition: form-data; name=\"a\r\n\r\n\r\n--x--",
      "--x\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n\r\n--x--",
      "--x\r\nContent-Disposition form-data\r\n\r\n\r\n--x--",
      "--x\r\nContent-Disposition: form-data; name=\"\u{0}\"\r\n\r\n\r\n--x--",
    ])
  func malformed(text: String) {
    #expect {
      try parts(text)
    } throws: { error in
      guard case .malformed(_, let offset) = error as? MultipartError else { return false }
      return (0...text.utf8.count).contains(offset)
    }
  }

  @Test("as many parts and bytes of head as are allowed pass, one more is refused")
  func limits() throws {
    var limits = MultipartLimits()
    limits.parts = 2
    limits.nameBytes = 3
    func form(_ parts: Int, name: String = "abc") -> [UInt8] {
      let part = "\r\n--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
      return Array((String(repeating: part, count: parts) + "\r\n--x--").utf8.dropFirst(2))
    }
    #expect(try MultipartForm(form(2), limits: limits).parts.count == 2)
    #expect(throws: MultipartError.tooManyParts(allowed: 2)) {
      try MultipartForm(form(3), limits: limits)
    }
    #expect(throws: MultipartError.self) {
      try MultipartForm(form(1, name: "abcd"), limits: limits)
    }
    limits.headBytes = 46
    #expect(try MultipartForm(form(1), limits: limits).parts.count == 1)
    limits.headBytes = 40
    #expect(throws: MultipartError.self) { try MultipartForm(form(1), limits: limits) }
  }
}

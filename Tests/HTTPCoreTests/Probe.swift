import Testing

/// Bytes to send, and what must come out of them.
struct Probe: Sendable, CustomTestStringConvertible {
  enum Expectation: Sendable, Equatable {
    /// These statuses, and the connection goes on: a further request is answered.
    case open([Int])
    /// These statuses, and nothing that was sent behind is read as a request.
    case closed([Int])
    /// The client closes its sending side behind the bytes; these statuses, then the end.
    case cut([Int])
    /// The bytes are part of a request: they are answered with what follows, by this status.
    case waits(for: String, Int)
  }

  let section: String
  let name: String
  let bytes: [UInt8]
  let expected: Expectation
  /// What the first answer's body must be, where it matters.
  let body: String?
  /// Header fields of the first answer; nil for one that must not be there.
  let fields: [String: String?]

  init(
    _ section: String, _ name: String, _ text: String, _ expected: Expectation, body: String? = nil,
    fields: [String: String?] = [:]
  ) {
    self.init(section, name, bytes: Array(text.utf8), expected, body: body, fields: fields)
  }

  init(
    _ section: String, _ name: String, bytes: [UInt8], _ expected: Expectation, body: String? = nil,
    fields: [String: String?] = [:]
  ) {
    self.section = section
    self.name = name
    self.bytes = bytes
    self.expected = expected
    self.body = body
    self.fields = fields
  }

  var testDescription: String { "\(section): \(name)" }

  var isHead: Bool { bytes.starts(with: "HEAD".utf8) }

  static var all: [Probe] {
    requestLines + targets + versions + hosts + fields + lengths + transferCodings + chunks
      + trailers + smuggled + connections + expectations + methods + garbage + limits + fragments
      + upgrades + answers + desynchronised + obfuscated
  }
}

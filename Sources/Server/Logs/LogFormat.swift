import JSON

/// How log lines look.
public enum LogFormat: String, CaseIterable, Hashable, Sendable {
  /// For people: `2026-11-22T21:30:00.123Z info profiles loaded count=6`.
  case text
  /// For machines: one JSON object a line.
  case json
}

/// One log line that is being made: a time, then members in the order they are added.
struct LogLine {
  private var text: [UInt8] = []
  private var json = JSONWriter(reserving: 256)
  private let format: LogFormat

  init(_ format: LogFormat, at time: Timestamp) {
    self.format = format
    switch format {
    case .text: text.append(contentsOf: time.description.utf8)
    case .json:
      json.beginObject()
      json.member("time", time.description)
    }
  }

  /// Adds a value that text lines show without its name.
  mutating func addBare(_ name: StaticString, _ value: String) {
    switch format {
    case .text: append(" " + Self.escaped(value))
    case .json: json.member(name, value)
    }
  }

  mutating func add(_ name: String, _ value: JSONValue) {
    switch format {
    case .text: append(" \(name)=\(Self.text(of: value))")
    case .json:
      json.name(escaping: name)
      json.write(value)
    }
  }

  /// The line with its line feed.
  consuming func finish() -> [UInt8] {
    switch format {
    case .text: return text + [UInt8(ascii: "\n")]
    case .json:
      json.endObject()
      return json.finish() + [UInt8(ascii: "\n")]
    }
  }

  private mutating func append(_ part: String) { text.append(contentsOf: part.utf8) }

  private static func text(of value: JSONValue) -> String {
    guard case .string(let string) = value else {
      var writer = JSONWriter()
      writer.write(value)
      return String(decoding: writer.finish(), as: UTF8.self)
    }
    let isPlain =
      !string.isEmpty && string.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x7F }
    return isPlain ? string : JSONWriter.quoted(string)
  }

  /// The text with control characters escaped, so that what a client sent never begins a line.
  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
    return String(JSONWriter.quoted(text).dropFirst().dropLast())
  }
}

import JSON

/// One log line that is being made: a time, then members in the order they are added.
///
/// Bytes are appended one after the other, since a line is made for every request.
struct LogLine: ~Copyable {
  private var text: [UInt8] = []
  private var json = JSONWriter(reserving: 384)
  private let format: LogFormat

  init(_ format: LogFormat, at time: Timestamp) {
    self.format = format
    switch format {
    case .text:
      text.reserveCapacity(256)
      text.append(contentsOf: time.description.utf8)
    case .json:
      json.beginObject()
      json.member("time", time.description)
    }
  }

  /// Adds a value that text lines show without its name.
  mutating func addBare(_ name: StaticString, _ value: String) {
    switch format {
    case .json: json.member(name, value)
    case .text:
      text.append(UInt8(ascii: " "))
      let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      // Control characters are escaped, so that what a client sent never begins a line.
      text.append(
        contentsOf: isPlain ? value[...].utf8 : JSONWriter.quoted(value).dropFirst().dropLast().utf8
      )
    }
  }

  mutating func add(_ name: String, _ value: Int) {
    beginMember(name)
    switch format {
    case .json: json.write(value)
    case .text: text.append(contentsOf: String(value).utf8)
    }
  }

  mutating func add(_ name: String, _ value: String) {
    beginMember(name)
    switch format {
    case .json: json.write(value)
    case .text:
      let isPlain =
        !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x7F }
      text.append(contentsOf: isPlain ? value.utf8 : JSONWriter.quoted(value).utf8)
    }
  }

  /// Nothing where there is no value, or an empty one.
  mutating func add(ifAny name: String, _ value: String?) {
    if let value, !value.isEmpty { add(name, value) }
  }

  mutating func add(_ name: String, _ value: JSONValue) {
    switch value {
    case .string(let text): add(name, text)
    case .integer(let number): add(name, number)
    default:
      beginMember(name)
      switch format {
      case .json: json.write(value)
      case .text:
        var writer = JSONWriter()
        writer.write(value)
        text.append(contentsOf: writer.finish())
      }
    }
  }

  private mutating func beginMember(_ name: String) {
    switch format {
    case .json: json.name(escaping: name)
    case .text:
      text.append(UInt8(ascii: " "))
      text.append(contentsOf: name.utf8)
      text.append(UInt8(ascii: "="))
    }
  }

  /// The line with its line feed.
  consuming func finish() -> [UInt8] {
    switch format {
    case .text:
      text.append(UInt8(ascii: "\n"))
      return text
    case .json:
      json.endObject()
      return json.finish() + [UInt8(ascii: "\n")]
    }
  }
}

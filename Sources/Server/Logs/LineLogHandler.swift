import JSON
import Logging

/// Writes what is logged through swift-log as lines into a sink.
struct LineLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  var logLevel: Logger.Level
  private let format: LogFormat
  private let sink: LineSink
  private let now: @Sendable () -> Timestamp

  init(
    _ format: LogFormat, level: Logger.Level, to sink: LineSink,
    now: @escaping @Sendable () -> Timestamp = { .now }
  ) {
    self.format = format
    self.logLevel = level
    self.sink = sink
    self.now = now
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var line = LogLine(format, at: now())
    line.addBare("level", event.level.rawValue)
    line.addBare("message", event.message.description)
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    for (name, value) in all.sorted(by: { $0.key < $1.key }) { line.add(name, Self.value(value)) }
    if let error = event.error { line.add("error", .string("\(error)")) }
    sink.append(line.finish())
  }

  private static func value(_ value: Logger.MetadataValue) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let number as Int): .integer(number)
    case .stringConvertible(let flag as Bool): .bool(flag)
    case .stringConvertible(let other): .string(other.description)
    case .array(let elements): .array(elements.map(Self.value))
    case .dictionary(let members):
      .object(
        members.sorted { $0.key < $1.key }.map { JSONMember($0.key, Self.value($0.value)) })
    }
  }
}

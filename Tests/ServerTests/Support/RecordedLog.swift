import Logging

@testable import Server

/// What was logged, line by line.
final class RecordedLog: Sendable {
  private let lines = Locked<[String]>([])

  var logger: Logger {
    Logger(label: "test") { _ in Handler(log: self) }
  }

  /// Lines of a level: the message, then the metadata by name.
  func lines(_ level: Logger.Level) -> [String] {
    lines.withLock { $0.filter { $0.hasPrefix(level.rawValue) } }
  }

  private struct Handler: LogHandler {
    let log: RecordedLog
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.trace

    init(log: RecordedLog) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      log.lines.withLock {
        $0.append("\(event.level.rawValue) \(event.message) \(pairs.joined(separator: " "))")
      }
    }
  }
}

import Foundation
import Testing

/// Files with the expected bytes, to be read by people. `RECORD_GOLDENS=1` writes them anew and still
/// fails the run, so that a change is always looked at.
enum Golden {
  static func expect(
    _ bytes: [UInt8], is name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens").appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try Data(bytes).write(to: file)
      Issue.record("recorded \(name); read the difference", sourceLocation: sourceLocation)
      return
    }
    let expected = try [UInt8](Data(contentsOf: file))
    guard bytes != expected else { return }
    let lines = zip(bytes.split(separator: 0x0A), expected.split(separator: 0x0A))
    let difference = lines.first { $0 != $1 }.map {
      "'\(String(decoding: $0, as: UTF8.self))' was '\(String(decoding: $1, as: UTF8.self))'"
    }
    Issue.record(
      "\(name) differs: \(difference ?? "\(bytes.count) bytes were \(expected.count)")",
      sourceLocation: sourceLocation)
  }
}

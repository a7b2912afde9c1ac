import Foundation

/// The folder of measured facts beside the checkout, which CI machines need not have.
enum SharedData {
  static let folder: URL = {
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    while folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
      let shared = folder.appending(path: "shared")
      if FileManager.default.fileExists(atPath: shared.appending(path: "data").path) {
        return shared
      }
    }
    return URL(filePath: "/nonexistent")
  }()

  /// The text of a file in it, or nil where the folder does not exist.
  static func text(_ path: String) -> String? {
    try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  /// The rows of a CSV file as dictionaries; empty where the folder does not exist.
  static func rows(_ path: String) -> [[String: String]] {
    guard let text = text(path) else { return [] }
    let lines = text.split(whereSeparator: \.isNewline).map(csvFields)
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { fields in
      Dictionary(uniqueKeysWithValues: zip(header, fields))
    }
  }

  /// Fields of one line; quotes hold commas and are doubled inside.
  private static func csvFields(_ line: Substring) -> [String] {
    guard line.contains("\"") else {
      return line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    var fields = [""]
    var quoted = false
    for character in line {
      switch character {
      case "\"": quoted.toggle()
      case "," where !quoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}

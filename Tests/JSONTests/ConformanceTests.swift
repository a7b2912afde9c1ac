import Foundation
import Testing

@testable import JSON

/// The public JSON test suite of 318 files (Seriot, "Parsing JSON is a minefield"), which lies
/// outside the repository and is run where it is at hand.
private enum ConformanceSuite {
  static let folder: URL? = {
    let file = URL(filePath: #filePath)
    let places = [
      ProcessInfo.processInfo.environment["OPMETER_SHARED"].map { URL(filePath: $0) },
      file.deletingLastPathComponent().appending(path: "../../../shared").standardized,
    ]
    return places.compactMap { $0?.appending(path: "data/json-test-suite/test_parsing") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  static func files(_ prefix: String) -> [String] {
    guard let folder,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    return names.filter { $0.hasPrefix(prefix) }.sorted()
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = try #require(folder)
    return [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }
}

@Suite(
  .enabled(
    if: ConformanceSuite.folder != nil,
    "skipped: ../shared/data/json-test-suite is not at hand (OPMETER_SHARED can name shared/)"),
  .timeLimit(.minutes(20)))
struct ConformanceTests {
  @Test("every file of the suite is found")
  func suiteIsWhole() {
    #expect(ConformanceSuite.files("y_").count == 95)
    #expect(ConformanceSuite.files("n_").count == 188)
    #expect(ConformanceSuite.files("i_").count == 35)
  }

  /// RFC 8259 section 4 leaves duplicate names to the parser; ours refuses them, with a reason.
  private static let duplicateNames: Set = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  @Test("what every parser must accept is accepted", arguments: ConformanceSuite.files("y_"))
  func accepts(_ name: String) throws {
    let bytes = try ConformanceSuite.bytes(name)
    if Self.duplicateNames.contains(name) {
      #expect { try JSONValue(document: bytes) } throws: {
        ($0 as? JSONError)?.reason == .duplicateName("a")
      }
      #expect(throws: Never.self) {
        try JSONValue(document: bytes, allowsDuplicateNames: true)
      }
    } else {
      #expect(throws: Never.self) { try JSONValue(document: bytes) }
    }
  }

  @Test("what every parser must refuse is refused", arguments: ConformanceSuite.files("n_"))
  func refuses(_ name: String) throws {
    let bytes = try ConformanceSuite.bytes(name)
    #expect(throws: JSONError.self) { try JSONValue(document: bytes) }
  }

  @Test(
    "what a parser may decide is decided without a trap", arguments: ConformanceSuite.files("i_"))
  func decides(_ name: String) throws {
    let bytes = try ConformanceSuite.bytes(name)
    let tree = try? JSONValue(document: bytes)
    var reader = try? JSONReader(document: bytes)
    let skipped: Void? = try? reader?.skip()
    #expect(tree == nil || skipped != nil)
  }
}

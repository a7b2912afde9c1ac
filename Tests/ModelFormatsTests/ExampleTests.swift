import Estimator
import Foundation
import Testing

@testable import ModelFormats

/// The graphs that the project ships.
enum Examples {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Examples/graphs").standardizedFileURL

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  static var names: [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
  }
}

@Suite struct ExampleTests {
  @Test("every example imports")
  func allImport() throws {
    #expect(Examples.names.contains("kws.json"))
    for name in Examples.names {
      let bytes = try Examples.bytes(name)
      #expect(throws: Never.self, "\(name)") { try importModel(bytes) }
    }
  }

  @Test("the keyword spotter has the published numbers")
  func keywordSpotter() throws {
    let graph = try importModel(try Examples.bytes("kws.json")).graph
    #expect(graph.macs == 2_656_768)
    #expect(graph.weightBytes == 24_376)
    let peak = graph.operations.map { operation in
      operation.inputs.compactMap { $0 }.filter { graph.tensors[$0].storage == .activation }
        .map { graph.tensors[$0].byteCount }.reduce(0, +) + operation.work.bytes
    }.max()
    #expect(peak == 16_000)
  }
}

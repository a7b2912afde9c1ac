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

  /// Operations of one inference, two for each multiply-accumulate: Zhang et al. 2017, "Hello Edge:
  /// Keyword Spotting on Microcontrollers", arXiv 1711.07128, the table of the best networks.
  @Test(
    "networks written from published hyper-parameters have the published operations",
    arguments: [
      ("dnn", [158.8e3, 397.0e3, 990.2e3]), ("cnn", [5.0e6, 17.3e6, 25.3e6]),
      ("basic-lstm", [5.9e6, 18.9e6, 47.9e6]), ("lstm", [3.9e6, 19.2e6, 48.4e6]),
      ("gru", [3.8e6, 19.2e6, 48.4e6]), ("crnn", [3.0e6, 7.6e6, 19.3e6]),
      ("ds-cnn", [5.4e6, 19.8e6, 56.9e6]),
    ])
  func publishedOperations(_ name: String, _ published: [Double]) throws {
    for (size, operations) in zip(["s", "m", "l"], published) {
      let graph = try importModel(try Examples.bytes("kws-\(name)-\(size).json")).graph
      let counted = Double(2 * graph.macs)
      // The paper counts biases, peepholes and normalisation too, and rounds to two or three digits.
      #expect(counted <= operations * 1.01 && counted >= operations * 0.97, "\(name)-\(size)")
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

import Estimator
import Foundation
import Testing

@testable import ModelFormats

/// Files that real projects ship, where they are at hand: exact numbers, and an answer for each.
@Suite struct RealModelTests {
  /// Beside the project; tests pass without them and say so.
  static let models = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/models").standardizedFileURL
  static let data = models.deletingLastPathComponent().appending(path: "data")

  private func bytes(_ path: String) -> [UInt8]? {
    let url = Self.models.appending(path: path)
    guard let content = try? Data(contentsOf: url) else {
      print("skipped: \(url.path) is not at hand")
      return nil
    }
    return [UInt8](content)
  }

  @Test(
    "multiply-accumulates and weight bytes are exact",
    arguments: [
      ("mlperf-tiny/kws_ref_model.tflite", 2_656_768, 24_376),
      ("mlperf-tiny/vww_96_int8.tflite", 7_489_664, 219_072),
      ("mlperf-tiny/pretrainedResnet_quant.tflite", 12_501_632, 78_752),
      ("mlperf-tiny/ad01_int8.tflite", 264_192, 270_880),
      ("onnx/kws_dscnn.onnx", 2_656_768, 90_424),
      ("onnx/light_squeezenet.onnx", 349_151_936, 4_941_984),
      ("onnx/light_densenet121.onnx", 2_834_161_664, 31_885_472),
      ("onnx/light_shufflenet.onnx", 124_664_528, 5_520_104),
    ])
  func exactNumbers(_ path: String, _ macs: Int, _ weightBytes: Int) throws {
    guard let bytes = bytes(path) else { return }
    let graph = try importModel(bytes).graph
    #expect(graph.macs == macs)
    #expect(graph.weightBytes == weightBytes)
  }

  @Test("every file at hand imports")
  func allImport() throws {
    let files = FileManager.default.enumerator(at: Self.models, includingPropertiesForKeys: nil)
    let models = (files?.allObjects as? [URL] ?? []).filter {
      ["tflite", "onnx"].contains($0.pathExtension)
    }
    if models.isEmpty { print("skipped: no files in \(Self.models.path)") }
    for url in models {
      let bytes = [UInt8](try Data(contentsOf: url))
      #expect(throws: Never.self, "\(url.lastPathComponent)") { try importModel(bytes) }
    }
  }

  @Test("the MLTK's own totals agree where its models are at hand")
  func goldenTotals() throws {
    guard
      let table = try? String(
        contentsOf: Self.data.appending(path: "golden-macs.tsv"), encoding: .utf8)
    else {
      print("skipped: golden-macs.tsv is not at hand")
      return
    }
    for line in table.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t")
      let path = "mltk/\(cells[0])"
      guard let bytes = bytes(path) else { continue }
      #expect(try importModel(bytes).graph.macs == Int(cells[3]), "\(path)")
    }
  }

  @Test("a file compiled for an NPU is named, its plan read")
  func compiledForNPU() throws {
    guard let bytes = bytes("tflite-micro/person_detect_vela.tflite") else { return }
    let facts = try importModel(bytes).facts
    #expect(facts.accelerator == .armEthosU)
    #expect(facts.offlinePlan?.offsets.isEmpty == false)
  }

  @Test("streaming state lives in named variables and an initialising subgraph")
  func streaming() throws {
    guard let bytes = bytes("micro-wake-word/okay_nabu.tflite") else { return }
    let graph = try importModel(bytes).graph
    #expect(graph.subgraphs.count == 1)
    let resources = graph.operations.compactMap { operation -> String? in
      guard case .control(let control) = operation.op, control.kind == .readVariable else {
        return nil
      }
      return control.resource
    }
    #expect(Set(resources).count == 6)
  }

  @Test("the example written as JSON is the network of the file")
  func exampleAgrees() throws {
    guard let bytes = bytes("mlperf-tiny/kws_ref_model.tflite") else { return }
    let file = try importModel(bytes).graph
    let example = try importModel(try Examples.bytes("kws.json")).graph
    #expect(file.operations.map(\.op.kind) == example.operations.map(\.op.kind))
    #expect(file.operations.map(\.macs) == example.operations.map(\.macs))
    #expect(file.operations.map(\.weightBytes) == example.operations.map(\.weightBytes))
    #expect(
      file.operations.map(\.work.outputElements) == example.operations.map(\.work.outputElements))
    #expect(file.weightBytes == example.weightBytes)
    #expect(file.parameters == example.parameters)
  }
}

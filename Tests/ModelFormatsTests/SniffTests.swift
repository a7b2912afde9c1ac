import Testing

@testable import ModelFormats

@Suite struct SniffTests {
  private func zip(_ names: [String]) -> [UInt8] {
    names.flatMap { [0x50, 0x4B, 3, 4] + Array(repeating: 0, count: 26) + Array($0.utf8) }
  }

  @Test("models are known by their content")
  func models() {
    #expect(sniff(TFLiteFixture.small.bytes()) == .model(.tflite))
    #expect(sniff(Array("{}".utf8)) == .model(.graphJSON))
    #expect(sniff(Array(" \n\t{".utf8)) == .model(.graphJSON))
    // ir_version 8, producer_name "pytorch".
    #expect(sniff([8, 8, 0x12, 7] + Array("pytorch".utf8)) == .model(.onnx))
    #expect(sniff([]) == .empty)
    #expect(sniff([0, 1, 2, 3, 4, 5, 6, 7, 8]) == .unknown)
    #expect(sniff(Array("hello, world of models".utf8)) == .unknown)
  }

  @Test("kinds that are not read are named")
  func unsupported() {
    let cases: [([UInt8], UnsupportedFormat)] = [
      ([0x89] + Array("HDF\r\n".utf8) + [0x1A, 0x0A, 0, 0], .hdf5),
      ([28, 0, 0, 0] + Array("ET12".utf8), .executorch),
      ([28, 0, 0, 0] + Array("TOSA".utf8), .tosa),
      (Array("GGUF".utf8) + [3, 0, 0, 0], .gguf),
      ([0x4D, 0x4C, 0xEF, 0x52, 1], .mlir),
      (Array("module @main {\n func.func public".utf8), .mlir),
      (Array(#"#loc = loc("x") stablehlo.add"#.utf8), .mlir),
      (zip(["metadata.json", "config.json", "model.weights.h5"]), .kerasArchive),
      (zip(["archive/data.pkl"]), .pytorch),
      (zip(["m/saved_model.pb"]), .savedModel),
      (zip(["readme.txt"]), .zip),
      ([0x1F, 0x8B, 8, 0], .gzip),
      ([0x80, 2] + Array("ctorch._utils".utf8), .pytorch),
      ([16, 0, 0, 0, 0, 0, 0, 0] + Array(#"{"w":{"dtype":"F32"}}"#.utf8), .safetensors),
      (Array("<!DOCTYPE HTML><HTML>".utf8), .html),
      (Array("\n<html>".utf8), .html),
      ([8, 4, 0x12, 9, 0x0A, 7, 0x0A, 5] + Array("image".utf8), .coreML),
      (zip(["Manifest.json", "Data/com.apple.CoreML/model.mlmodel"]), .coreML),
      (Array("ftrt".utf8) + [0, 0, 0, 0], .tensorRT),
      (Array("7767517\n75 83\nInput data 0 1".utf8), .ncnn),
      ([0xDD, 0x85, 0x76, 0, 75, 0, 0, 0], .ncnn),
      (Array("<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"11\">".utf8), .openVINO),
      (Array("name: \"LeNet\"\nlayer {\n  name: \"data\"".utf8), .caffe),
      (Array("[net]\nbatch=1\n[convolutional]".utf8), .darknet),
      (
        [8, 1, 0x12, 0x90, 0x4E, 0x0A, 0x10] + Array("serve Placeholder".utf8), .tensorFlowGraph
      ),
      (
        [0x0A, 20, 0x0A, 1, 0x78, 0x12, 11] + Array("Placeholder".utf8), .tensorFlowGraph
      ),
      (Array(#"{"format": "layers-model", "modelTopology": {}}"#.utf8), .tensorFlowJS),
      (Array(#"{"class_name": "Functional", "config": {}}"#.utf8), .kerasConfiguration),
      ([0x80, 4, 0x95] + Array("sklearn.tree".utf8), .pickle),
      ([0x93] + Array("NUMPY".utf8) + [1, 0], .numpy),
      (zip(["weights.npy"]), .numpy),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .compressed),
      ([0x28, 0xB5, 0x2F, 0xFD, 4], .compressed),
      (Array(repeating: 0, count: 257) + Array("ustar".utf8), .tar),
      ([0x7F] + Array("ELF".utf8) + [1, 1], .executable),
      (
        Array("alignas(8) const unsigned char g_model[] = {\n  0x20, 0x00".utf8), .cSource
      ),
      (Array("RKNN".utf8) + [0, 0, 0, 0], .accelerator),
    ]
    for (bytes, format) in cases {
      #expect(sniff(bytes) == .unsupported(format))
      #expect(throws: ImportError.unsupported(format)) { try importModel(bytes) }
    }
    #expect(Set(cases.map(\.1)) == Set(UnsupportedFormat.allCases))
  }

  @Test("each of them says what it is and what to do", arguments: UnsupportedFormat.allCases)
  func conversions(_ format: UnsupportedFormat) {
    let error = ImportError.unsupported(format)
    #expect(error.category == .unsupportedKind)
    #expect(error.description.contains(format.name))
    #expect(error.description.contains(format.conversion))
  }

  @Test("every beginning of one or two bytes is answered")
  func shortFiles() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        do { _ = try importModel([first, second]) } catch { #expect(error.category != .overLimit) }
      }
      #expect(throws: ImportError.self) { try importModel([first]) }
    }
    #expect(throws: ImportError.empty) { try importModel([]) }
  }
}

import Estimator
import Foundation

/// A graph of `../shared/data/memory-graphs`, with the optima that were proved for it elsewhere.
struct MemoryGraphFile: Decodable {
  struct Tensor: Decodable {
    var bytes: Int
  }

  struct Operation: Decodable {
    var inputs: [Int]
    var outputs: [Int]
    var inplaceInputs: [Int]
  }

  struct Optimum: Decodable {
    var givenPeak: Int
    var bestPeak: Int
    var inplaceGiven: Int
    var inplaceBest: Int
    var arenaBestKnown: Int
  }

  var name: String
  var inputs: [Int]
  var outputs: [Int]
  var tensors: [Tensor]
  var ops: [Operation]
  var bestOrder: [Int]
  var optimal: Optimum

  func graph() throws -> MemoryGraph {
    try MemoryGraph(
      tensorBytes: tensors.map(\.bytes),
      steps: ops.map {
        .init(inputs: $0.inputs, outputs: $0.outputs, inPlaceInputs: $0.inplaceInputs)
      },
      inputs: inputs, outputs: outputs)
  }

  /// All of them, by name; none where the folder does not exist.
  static func all() throws -> [MemoryGraphFile] {
    let folder = SharedData.folder.appending(path: "data/memory-graphs")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try files.filter { $0.hasSuffix(".json") }.sorted().map { file in
      try decoder.decode(
        MemoryGraphFile.self, from: Data(contentsOf: folder.appending(path: file)))
    }
  }
}

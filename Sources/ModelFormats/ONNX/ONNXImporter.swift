import Estimator

/// Reads an `.onnx` file: the graph as a deployment to a microcontroller would run it.
struct ONNXImporter {
  private let file: ONNXFileReader
  private let limits: ImportLimits
  private let inputShapes: [String: [Int]]

  init(_ bytes: [UInt8], inputShapes: [String: [Int]], limits: ImportLimits) {
    file = ONNXFileReader(bytes, limits: limits)
    self.limits = limits
    self.inputShapes = inputShapes
  }

  func run() throws(ImportError) -> ImportedModel {
    let model = try file.model()
    var loader = ONNXLoader(file: file, inputShapes: inputShapes, limits: limits)
    var rewriter = ONNXRewriter(try loader.load(model))
    rewriter.run()
    var emitter = ONNXEmitter(rewriter, file: file)
    let graph = try emitter.run(limits: limits.graph)
    var facts = ModelFacts()
    facts.description = model.producer
    facts.notes = rewriter.program.notes
    facts.subgraphs = [
      SubgraphFacts(
        name: graph.name, tensorCount: graph.tensors.count,
        operators: graph.operations.map { operation in
          if case .custom(let name) = operation.op {
            return OperatorFacts(code: name, isCustom: true)
          }
          return OperatorFacts(code: operation.op.kind.tfliteName)
        },
        inputScaleCounts: graph.inputs.map { graph.tensors[$0].scaleCount },
        outputScaleCounts: graph.outputs.map { graph.tensors[$0].scaleCount })
    ]
    return ImportedModel(graph: graph, format: .onnx, facts: facts)
  }
}

import Estimator

/// Operators with state along time or between inferences, and control flow.
extension TFLiteImporter {
  /// Where each recurrent operator has the weights whose first axis counts its units.
  ///
  /// LSTM and UNIDIRECTIONAL_SEQUENCE_LSTM: 24 inputs, the weights of the forget gate third
  /// (`kernels/lstm_shared.h`), those of the projection [outputs, units] 17th; LSTM's basic kernel: data, activation, weights of all four gates.
  /// RNN: data, weights, recurrent weights. SVDF: data, feature weights, time weights
  /// [features, memory].
  func recurrent(
    _ translation: TFLiteBuiltin.Translation, _ node: TFLiteNode, _ subgraph: TFLiteSubgraph
  ) throws(ImportError) -> Recurrent {
    switch translation {
    case .svdf:
      let features = try shape(of: "feature weights", 1, rank: 2, node, subgraph)
      let time = try shape(of: "time weights", 2, rank: 2, node, subgraph)
      return Recurrent(
        kind: .svdf, units: features[0], rank: try number(node, Options.SVDF.rank),
        memorySize: time[1], returnsSequence: false,
        activation: try activation(node, Options.SVDF.activation))
    case .lstm:
      let isBasic =
        try byte(node, Options.LSTM.kernelType) == Options.LSTM.basicKernel
      let weights = try shape(of: "weights", 2, rank: 2, node, subgraph)
      return Recurrent(
        kind: .lstm, units: isBasic ? max(1, weights[0] / 4) : weights[0],
        projection: shape(Self.projectionSlot, node, subgraph)?.first ?? 0,
        returnsSequence: false, activation: try activation(node, Options.LSTM.activation))
    case .sequenceLSTM:
      typealias Field = Options.UnidirectionalSequenceLSTM
      let weights = try shape(of: "weights", 2, rank: 2, node, subgraph)
      return Recurrent(
        kind: .lstm, units: weights[0],
        projection: shape(Self.projectionSlot, node, subgraph)?.first ?? 0,
        timeMajor: try byte(node, Field.timeMajor) != 0,
        activation: try activation(node, Field.activation))
    case .sequenceRNN:
      typealias Field = Options.SequenceRNN
      let weights = try shape(of: "weights", 1, rank: 2, node, subgraph)
      return Recurrent(
        kind: .basicRNN, units: weights[0], timeMajor: try byte(node, Field.timeMajor) != 0,
        activation: try activation(node, Field.activation))
    default:
      let weights = try shape(of: "weights", 1, rank: 2, node, subgraph)
      return Recurrent(
        kind: .basicRNN, units: weights[0], returnsSequence: false,
        activation: try activation(node, Options.RNN.activation))
    }
  }

  private static let projectionSlot = 16

  /// Subgraph numbers are those of the file, whose main graph is 0; the graph's check refuses
  /// numbers that do not exist and bodies that call each other in a circle.
  mutating func control(
    _ translation: TFLiteBuiltin.Translation, _ node: TFLiteNode,
    _ subgraph: inout TFLiteSubgraph
  ) throws(ImportError) -> Control {
    switch translation {
    case .branch:
      return Control(
        kind: .ifOp,
        subgraphs: [
          try number(node, Options.If.thenSubgraph), try number(node, Options.If.elseSubgraph),
        ])
    case .loop:
      return Control(
        kind: .whileOp,
        subgraphs: [
          try number(node, Options.While.conditionSubgraph),
          try number(node, Options.While.bodySubgraph),
        ])
    case .callOnce:
      return Control(
        kind: .callOnce, subgraphs: [try number(node, Options.CallOnce.initSubgraph)])
    case .varHandle:
      var name: String?
      if let options = node.options {
        name = try reader.string(options, Options.VarHandle.sharedName, limit: limits.nameBytes)
      }
      if let output = node.outputs.first { subgraph.resources[output] = name }
      return Control(kind: .varHandle, resource: name)
    case .variable(let kind):
      return Control(
        kind: kind, resource: node.inputs.first.flatMap { $0 }.flatMap { subgraph.resources[$0] })
    default: preconditionFailure("only control operators come here")
    }
  }
}

import Estimator
import JSON

extension GraphBuilder {
  /// Only so many names are compared when one is suggested: comparing costs more than reading.
  private static let comparedNames = 1000

  func failure(
    _ reason: GraphJSONError.Reason, at place: GraphPlace, op: String? = nil, tensor: Int? = nil,
    among names: (wanted: String, known: [String])? = nil
  ) -> ImportError {
    let suggestion = names.flatMap {
      nearestName(to: $0.wanted, among: Array($0.known.prefix(Self.comparedNames)))
    }
    return .graphJSON(
      GraphJSONError(
        reason: reason, place: place.located(from: start), op: op,
        tensor: tensor.map { tensors[$0].name }, suggestion: suggestion))
  }

  func unknown(_ tensor: Int, at place: GraphPlace, op: String?) -> ImportError {
    let name = tensors[tensor].name
    let known = tensors.indices.lazy.filter { isKnown[$0] }.map { tensors[$0].name }
    return failure(
      .unknownTensor(name), at: place, op: op, tensor: tensor,
      among: (name, Array(known.prefix(Self.comparedNames))))
  }

  /// The place of what the checked graph refused.
  func placed(_ error: GraphError) -> ImportError {
    var place = GraphPlace.root
    if let op = error.op, let index = operations.firstIndex(where: { $0.name == op }) {
      place = .operation(index)
      if case .attribute(_, let name, _) = error { place = .attribute(index, name) }
    } else if let name = error.tensor,
      let tensor = tensors.firstIndex(where: { $0.name == name })
    {
      if let input = document.inputs.firstIndex(where: { $0.tensor == tensor }) {
        place = .input(input)
      } else if let entry = document.tensors.firstIndex(where: { $0.tensor == tensor }) {
        place = .tensor(entry)
      } else if let index = operations.firstIndex(where: { $0.outputs.contains(tensor) }) {
        place = .operation(index)
      }
    }
    return .graph(error, place: place.located(from: start))
  }
}

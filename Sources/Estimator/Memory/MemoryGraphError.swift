/// Why tensors and steps do not make a memory graph. Numbers are indices into the caller's lists.
public enum MemoryGraphError: Error, Hashable, Sendable {
  /// A tensor index outside the list; `step` is nil for a graph input or output.
  case unknownTensor(tensor: Int, step: Int?, tensorCount: Int)
  /// A tensor or a scratch request (`tensor` is nil) of fewer than zero bytes.
  case negativeBytes(bytes: Int, tensor: Int?, step: Int?)
  /// All bytes together pass `MemoryGraph.maximumTotalBytes`.
  case tooManyBytes(limit: Int)
  /// A tensor with two writers; the first is nil when it is a graph input.
  case producedTwice(tensor: Int, firstStep: Int?, secondStep: Int)
  /// Nothing writes a tensor that is read; `step` is nil for a graph output.
  case neverProduced(tensor: Int, step: Int?)
  /// A step stands before the writer of what it reads; another order would work.
  case readBeforeProduced(tensor: Int, step: Int, producer: Int)
  /// Steps that wait for each other, each for the next, the last for the first.
  case cycle(steps: [Int])
  /// An in-place candidate that the step does not read.
  case inPlaceNotRead(tensor: Int, step: Int)
  /// A list of steps that is not a permutation of the graph's steps.
  case notAnOrder(stepCount: Int, expected: Int)
}

extension MemoryGraphError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownTensor(let tensor, let step, let count):
      return "\(place(step)) names tensor \(tensor); the tensors are 0 to \(count - 1)."
    case .negativeBytes(let bytes, let tensor?, _):
      return "Tensor \(tensor) has \(bytes) bytes; expected zero or more."
    case .negativeBytes(let bytes, nil, let step):
      return "\(place(step)) asks for \(bytes) bytes of scratch; expected zero or more."
    case .tooManyBytes(let limit):
      return "All tensors and scratch together pass \(limit) bytes."
    case .producedTwice(let tensor, let first?, let second):
      return "Tensor \(tensor) is written by step \(first) and again by step \(second)."
    case .producedTwice(let tensor, nil, let second):
      return "Tensor \(tensor) is a graph input and written by step \(second)."
    case .neverProduced(let tensor, let step):
      return "\(place(step)) needs tensor \(tensor), which is no graph input and no step writes."
    case .readBeforeProduced(let tensor, let step, let producer):
      return "Step \(step) reads tensor \(tensor) before step \(producer) writes it."
    case .cycle(let steps):
      let path = (steps + steps.prefix(1)).map(String.init).joined(separator: " -> ")
      return "Steps wait for each other in a cycle: \(path)."
    case .inPlaceNotRead(let tensor, let step):
      return "Step \(step) may overwrite tensor \(tensor) in place but does not read it."
    case .notAnOrder(let count, let expected):
      return "An order of \(count) entries does not list each of the \(expected) steps once."
    }
  }

  private func place(_ step: Int?) -> String { step.map { "Step \($0)" } ?? "The graph" }
}

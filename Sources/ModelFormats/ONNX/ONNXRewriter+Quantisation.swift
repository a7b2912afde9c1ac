import Estimator

extension ONNXRewriter {
  /// Turns float operators between DequantizeLinear and QuantizeLinear into operators on the
  /// quantised values, as int8 kernels are.
  mutating func foldQuantisation() {
    guard program.steps.contains(where: { $0.op == "DequantizeLinear" && !$0.isRemoved }) else {
      return
    }
    var quantisers: [Int: [Int]] = [:]
    for index in program.steps.indices where !program.steps[index].isRemoved {
      guard program.steps[index].op == "QuantizeLinear", let value = input(index, 0) else {
        continue
      }
      quantisers[value, default: []].append(index)
    }
    for index in program.steps.indices where !program.steps[index].isRemoved {
      fold(index, quantisers)
    }
  }

  private mutating func fold(_ index: Int, _ quantisers: [Int: [Int]]) {
    let step = program.steps[index]
    if step.op == "DequantizeLinear" || step.op == "QuantizeLinear" { return }
    guard let output = output(index), let wrappers = quantisers[output],
      readers[output] == wrappers.count
    else { return }
    var sources: [Int?] = []
    for slot in step.inputs.indices {
      guard let value = input(index, slot) else {
        sources.append(nil)
        continue
      }
      guard let source = isConstant(value) ? value : quantised(value) else { return }
      sources.append(source)
    }
    for case let value? in step.inputs.map({ $0.map(resolve) }) { moveQuantised(value) }
    program.steps[index].inputs = sources
    for wrapper in wrappers {
      guard let result = program.steps[wrapper].outputs.first else { continue }
      program.values[output].type = program.values[result].type
      aliases[result] = output
      program.steps[wrapper].isRemoved = true
    }
  }

  /// The quantised value behind a dequantised one: what DequantizeLinear reads, or what operators make of
  /// that which only move data and which nothing else reads.
  private func quantised(_ value: Int) -> Int? {
    var place = value
    while let producer = producers[place] {
      if program.steps[producer].op == "DequantizeLinear" {
        guard let source = input(producer, 0) else { return nil }
        return place == value ? source : value
      }
      guard Self.movers.contains(program.steps[producer].op), soleProducer(of: place) == producer,
        let source = input(producer, 0)
      else { return nil }
      place = source
    }
    return nil
  }

  /// Lets the operators that move a dequantised value move the quantised one.
  private mutating func moveQuantised(_ value: Int) {
    var moved: [Int] = []
    var place = value
    while let producer = producers[place], Self.movers.contains(program.steps[producer].op) {
      moved.append(producer)
      guard let source = input(producer, 0) else { return }
      place = source
    }
    guard !moved.isEmpty, let producer = producers[place],
      program.steps[producer].op == "DequantizeLinear", let source = input(producer, 0),
      let first = moved.last
    else { return }
    program.steps[first].inputs[0] = source
    for step in moved {
      if let result = output(step) { program.values[result].type = program.values[source].type }
    }
  }

  /// Operators whose output holds elements of their first input as they are.
  private static let movers: Set<String> = [
    "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "MaxPool", "DepthToSpace",
    "SpaceToDepth",
  ]
}

import Estimator

/// Facts of real models as text, with what the runtime allocated for each core and set of kernels.
///
/// A subgraph lists its tensors (`p` planned, `c` constant, `v` variable; bytes, then scale entries)
/// and its operators (kind, element type, channels, operands). `expect` gives a core, the kernels,
/// scratch as operator:bytes, and the bytes of head, tail and the smallest arena that was found to
/// work. Recorded as in `RecordedArena`; x86 with the interpreter on PyPI.
struct RuntimeRecord {
  var name = ""
  var subgraphs: [RuntimeModel.Subgraph] = []
  var expectations: [Expectation] = []

  struct Expectation {
    var core: String
    var kernels: String
    var scratch: [(op: Int, bytes: Int)]
    var head: Int
    var tail: Int
    var smallest: Int?

    var abi: RuntimeABI {
      switch core {
      case "x86": .x86
      case "xtensa": .xtensa
      default: .arm
      }
    }

    var kernelSet: RuntimeKernels {
      if kernels == "ref" { return .reference }
      return core == "cortex-m55" ? .cmsisNNVector : .cmsisNN
    }
  }

  /// The model with the scratch that the kernels of one expectation ask for.
  func model(_ expectation: Expectation) throws -> RuntimeModel {
    var subgraphs = subgraphs
    var first = 0
    for index in subgraphs.indices {
      for number in subgraphs[index].operators.indices {
        subgraphs[index].operators[number].scratchRequests =
          expectation.scratch.filter { $0.op == first + number }.map(\.bytes)
      }
      first += subgraphs[index].operators.count
    }
    return try RuntimeModel(subgraphs: subgraphs)
  }

  static func parse(_ text: String) -> [RuntimeRecord] {
    var records: [RuntimeRecord] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ").map(String.init)
      guard let first = words.first else { continue }
      if first == "model" {
        records.append(RuntimeRecord(name: words[1]))
      } else if !records.isEmpty {
        records[records.count - 1].read(first, Array(words.dropFirst()))
      }
    }
    return records
  }

  private mutating func read(_ first: String, _ words: [String]) {
    let values = Dictionary(
      words.compactMap { word -> (String, String)? in
        let parts = word.split(separator: "=", omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
      }, uniquingKeysWith: { $1 })
    func numbers(_ key: String) -> [Int] {
      (values[key] ?? "").split { ",/".contains($0) }.compactMap { Int($0) }
    }
    switch first {
    case "subgraph":
      subgraphs.append(
        .init(tensors: [], operators: [], inputs: numbers("in"), outputs: numbers("out")))
    case "tensors":
      subgraphs[subgraphs.count - 1].tensors += words.map { word in
        let parts = word.dropFirst().split(separator: "/").compactMap { Int($0) }
        return .init(
          bytes: parts[0],
          storage: word.first == "p" ? .planned : word.first == "v" ? .variable : .constant,
          scaleCount: parts.count > 1 ? parts[1] : 0)
      }
    case "expect":
      expectations.append(
        Expectation(
          core: words[0], kernels: words[1],
          scratch: (values["scratch"] ?? "").split(separator: ",").map { entry in
            let parts = entry.split(separator: ":").compactMap { Int($0) }
            return (parts[0], parts[1])
          },
          head: numbers("head")[0], tail: numbers("tail")[0], smallest: numbers("smallest").first))
    default:
      let types: [String: RuntimeModel.Operator.ElementType] = [
        "int8": .int8, "int16": .int16, "float32": .float32,
      ]
      let resource = numbers("resource")
      subgraphs[subgraphs.count - 1].operators.append(
        .init(
          RuntimeOperatorKind(first), inputs: numbers("in").map { $0 < 0 ? nil : $0 },
          outputs: numbers("out"),
          elementType: types[words[0]] ?? .other, channels: Int(words[1]) ?? 0,
          runsAsConvolution: words.contains("conv"),
          resource: resource.isEmpty ? nil : .init(index: resource[0], bytes: resource[1]),
          calls: numbers("call")))
    }
  }
}

import Estimator

/// Networks made by repeating one published cell, as memory graphs of any length.
///
/// Cells read the two cells before them, so no step between the first and the last is comparable to
/// all others: stacks cannot be cut, only committed through. Genotypes: NASNet-A (arXiv 1707.07012),
/// AmoebaNet-A (1802.01548) and DARTS (1806.09055), as written down in DARTS' `genotypes.py`.
struct CellStack {
  enum Operation {
    case separable, dilated, pool, skip
  }

  let name: String
  /// Two operations for each node of the cell, with the node that each reads: 0 and 1 are the cells
  /// before, 2 and on the nodes of this one.
  let genotype: [(Operation, Int)]
  /// Nodes that the cell's output is concatenated from.
  let concatenated: [Int]

  static let all = [
    CellStack(
      name: "nasnet-a",
      genotype: [
        (.separable, 1), (.separable, 0), (.separable, 0), (.separable, 0), (.pool, 1),
        (.skip, 0), (.pool, 0), (.pool, 0), (.separable, 1), (.skip, 1),
      ], concatenated: [2, 3, 4, 5, 6]),
    CellStack(
      name: "amoebanet-a",
      genotype: [
        (.pool, 0), (.pool, 1), (.separable, 0), (.separable, 2), (.separable, 0), (.pool, 3),
        (.separable, 1), (.skip, 1), (.skip, 0), (.pool, 1),
      ], concatenated: [4, 5, 6]),
    CellStack(
      name: "darts-v2",
      genotype: [
        (.separable, 0), (.separable, 1), (.separable, 0), (.separable, 1), (.separable, 1),
        (.skip, 0), (.skip, 0), (.dilated, 2),
      ], concatenated: [2, 3, 4, 5]),
  ]

  /// Cells until at least `stepCount` steps, each tensor `planeBytes` times its planes.
  func graph(stepCount: Int, planeBytes: Int = 1024) throws -> MemoryGraph {
    var bytes = [3 * planeBytes]
    var steps: [MemoryGraph.Step] = []
    func step(_ inputs: [Int], planes: Int, inPlace: Bool = false) -> Int {
      bytes.append(planes * planeBytes)
      steps.append(
        .init(
          inputs: inputs, outputs: [bytes.count - 1], inPlaceInputs: inPlace ? inputs : []))
      return bytes.count - 1
    }
    let planes = 4
    var before = step([0], planes: planes)
    var last = step([before], planes: planes)
    while steps.count < stepCount {
      var nodes = [before, last].map { input in
        step([step([input], planes: bytes[input] / planeBytes)], planes: planes)
      }
      for pair in stride(from: 0, to: genotype.count, by: 2) {
        let branches = genotype[pair..<pair + 2].map { operation, node in
          var tensor = nodes[node]
          switch operation {
          case .skip: break
          case .pool: tensor = step([tensor], planes: planes)
          case .dilated:
            for inPlace in [true, false, false] {
              tensor = step([tensor], planes: planes, inPlace: inPlace)
            }
          case .separable:
            for inPlace in [true, false, false, true, false, false] {
              tensor = step([tensor], planes: planes, inPlace: inPlace)
            }
          }
          return tensor
        }
        nodes.append(step(branches, planes: planes, inPlace: true))
      }
      before = last
      last = step(concatenated.map { nodes[$0] }, planes: concatenated.count * planes)
    }
    let output = step([before, last], planes: 1)
    return try MemoryGraph(tensorBytes: bytes, steps: steps, inputs: [0], outputs: [output])
  }
}

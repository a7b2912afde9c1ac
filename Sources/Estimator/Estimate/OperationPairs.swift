/// Operations of two graphs, identical ones paired one to one.
struct OperationPairs {
  private(set) var both: [(base: CostedOperation, head: CostedOperation)] = []
  private(set) var onlyBase: [CostedOperation] = []
  private(set) var onlyHead: [CostedOperation] = []

  init(base: [CostedOperation], head: [CostedOperation]) {
    var open: [CostedOperation.Identity: [Int]] = [:]
    // The first of equals is paired first: they are popped from the end.
    for index in base.indices.reversed() { open[base[index].identity, default: []].append(index) }
    for row in head {
      if let index = open[row.identity]?.popLast() {
        both.append((base[index], row))
      } else {
        onlyHead.append(row)
      }
    }
    onlyBase = open.values.joined().sorted().map { base[$0] }
  }

  mutating func drop(where isDropped: (CostedOperation) -> Bool) {
    both.removeAll { isDropped($0.base) }
    onlyBase.removeAll(where: isDropped)
    onlyHead.removeAll(where: isDropped)
  }
}

import Estimator
import JSON

/// A graph JSON as it was written: its structure is sound, its meaning is not yet looked at.
///
/// Reading stops at nothing but JSON itself, so everything that concerns tensors and operations is
/// found in one later pass, whatever order the members stand in.
struct GraphDocument {
  /// An entry of `inputs` or `tensors`.
  struct TensorEntry {
    var tensor = 0
    var shape: [Int]?
    var bytes: Int?
    var dataType: JSONName?
    var storage: JSONName?
  }

  /// An entry of `ops`.
  struct OperationEntry {
    /// The operation's place in `OperatorCatalog.entries`; `nil` when there is none of that name.
    var catalogIndex: Int?
    var name: String?
    /// As a checked operation has them, which may leave inputs out; graph JSON never does.
    var inputs: [Int?] = []
    var outputs: [Int] = []
    var attributes = GraphAttributes()
  }

  static let format = "opmeter-graph/1"
  static let members = ["format", "name", "dtype", "inputs", "tensors", "ops", "outputs"]
  static let tensorMembers = ["name", "shape", "bytes", "dtype", "storage"]
  static let operationMembers = ["op", "name", "inputs", "outputs"]

  var name = "graph"
  var dataType: JSONName?
  var inputs: [TensorEntry] = []
  var tensors: [TensorEntry] = []
  var operations: [OperationEntry] = []
  var outputs: [Int] = []
  var names = TensorNames()

  let limits: ImportLimits

  init(limits: ImportLimits) {
    self.limits = limits
  }
}

/// Tensor names by the order in which they are met; the index of a name is the tensor's.
struct TensorNames {
  private(set) var all: [JSONName] = []
  /// The names of a large graph, where comparing with each would take quadratic time; else empty.
  private var indices: [JSONName: Int] = [:]

  /// Up to this many names are compared one by one, which is faster than hashing.
  private static let comparedOneByOne = 32

  var count: Int { all.count }

  init() {
    all.reserveCapacity(Self.comparedOneByOne)
  }

  mutating func index(of name: JSONName) -> Int {
    // Most operations read what the one before wrote.
    if let last = all.last, last == name { return all.count - 1 }
    if all.count > Self.comparedOneByOne { return hashedIndex(of: name) }
    if let index = all.firstIndex(of: name) { return index }
    all.append(name)
    return all.count - 1
  }

  private mutating func hashedIndex(of name: JSONName) -> Int {
    if indices.isEmpty {
      indices = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    }
    let index = number(&indices[name, default: all.count])
    if index == all.count { all.append(name) }
    return index
  }

  /// Looks a new name up and enters it in one go.
  private func number(_ entry: inout Int) -> Int { entry }
}

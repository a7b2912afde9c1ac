import Estimator
import JSON

extension GraphDocument {
  /// Reads the graph that stands at the reader's position.
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    var hasFormat = false
    var hasInputs = false
    var hasOperations = false
    var hasOutputs = false
    var members = try reader.object()
    while let member = try members.next(&reader) {
      switch member {
      case "ops":
        hasOperations = true
        try readOperations(&reader)
      case "inputs":
        hasInputs = true
        inputs = try readTensors(&reader)
      case "tensors": tensors = try readTensors(&reader)
      case "outputs":
        hasOutputs = true
        outputs = try readNames(&reader)
      case "format":
        hasFormat = true
        try readFormat(&reader)
      case "name": name = try reader.string()
      case "dtype": dataType = try reader.name()
      case "schema":
        throw reader.failure(
          .invalid(
            "a graph has no \"schema\": this looks like a report, and reports are compared, by "
              + "'opmeter diff' or POST /diff"))
      default: throw reader.unknownMember(member, known: Self.members)
      }
    }
    guard hasFormat else { throw reader.missingMember("format", of: members) }
    guard hasInputs else { throw reader.missingMember("inputs", of: members) }
    guard hasOperations else { throw reader.missingMember("ops", of: members) }
    guard hasOutputs else { throw reader.missingMember("outputs", of: members) }
  }

  private func readFormat(_ reader: inout JSONReader) throws(JSONError) {
    let format = try reader.string()
    guard format == Self.format else {
      throw reader.failure(.invalid("expected the format \"\(Self.format)\""))
    }
  }

  // MARK: - Tensors

  /// A list of tensors, each an object or, where nothing is to be said of it, its name alone.
  private mutating func readTensors(_ reader: inout JSONReader) throws(JSONError)
    -> [TensorEntry]
  {
    var entries: [TensorEntry] = []
    var elements = try reader.array()
    while try elements.next(&reader) {
      if try reader.kind == .string {
        entries.append(TensorEntry(tensor: try tensor(&reader)))
      } else {
        entries.append(try readTensor(&reader))
      }
    }
    return entries
  }

  private mutating func readTensor(_ reader: inout JSONReader) throws(JSONError) -> TensorEntry {
    var entry = TensorEntry()
    var hasName = false
    var members = try reader.object()
    while let member = try members.next(&reader) {
      switch member {
      case "name":
        hasName = true
        entry.tensor = try tensor(&reader)
      case "shape": entry.shape = try reader.ints()
      case "bytes": entry.bytes = try reader.int()
      case "dtype": entry.dataType = try reader.name()
      case "storage": entry.storage = try reader.name()
      default: throw reader.unknownMember(member, known: Self.tensorMembers)
      }
    }
    guard hasName else { throw reader.missingMember("name", of: members) }
    return entry
  }

  /// The index of the tensor whose name stands at the reader's position.
  private mutating func tensor(_ reader: inout JSONReader) throws(JSONError) -> Int {
    let index = names.index(of: try reader.name())
    guard index < limits.graph.tensors else {
      throw reader.failure(.limitExceeded(.elementsPerArray, allowed: limits.graph.tensors))
    }
    return index
  }

  private mutating func readNames(_ reader: inout JSONReader) throws(JSONError) -> [Int] {
    var elements = try reader.array()
    guard try elements.next(&reader) else { return [] }
    // Most lists have one: a literal is the quickest way to room for it.
    var indices = [try tensor(&reader)]
    while try elements.next(&reader) { indices.append(try tensor(&reader)) }
    return indices
  }

  private mutating func readInputs(_ reader: inout JSONReader, of operation: Int)
    throws(JSONError)
  {
    var elements = try reader.array()
    // Room for weights and a bias as well, which the graph's check adds to most.
    operations[operation].inputs.reserveCapacity(3)
    while try elements.next(&reader) {
      operations[operation].inputs.append(try tensor(&reader))
    }
  }

  // MARK: - Operations

  /// Room for so many operations is made at once; larger networks make more as they come.
  private static let usualOperations = 16

  private mutating func readOperations(_ reader: inout JSONReader) throws(JSONError) {
    var elements = try reader.array()
    operations.reserveCapacity(Self.usualOperations)
    while try elements.next(&reader) {
      guard operations.count < limits.graph.operations else {
        throw reader.failure(
          .limitExceeded(.elementsPerArray, allowed: limits.graph.operations),
          at: elements.offset)
      }
      operations.append(OperationEntry())
      try readOperation(&reader, into: operations.count - 1)
    }
  }

  private mutating func readOperation(_ reader: inout JSONReader, into index: Int)
    throws(JSONError)
  {
    var hasKind = false
    var members = try reader.object()
    while let member = try members.next(&reader) {
      switch member {
      case "op":
        hasKind = true
        operations[index].catalogIndex = OperatorCatalog.index(of: try reader.name())
      case "name": operations[index].name = try reader.string()
      case "inputs": try readInputs(&reader, of: index)
      case "outputs": operations[index].outputs = try readNames(&reader)
      default:
        guard let attribute = AttributeName(member) else {
          throw unknown(member, in: index, reader)
        }
        try operations[index].attributes.read(attribute, &reader)
      }
    }
    guard hasKind else { throw reader.missingMember("op", of: members) }
  }

  /// An attribute that no operation has; where the operation is known already, its own are offered.
  private func unknown(_ member: JSONName, in index: Int, _ reader: JSONReader) -> JSONError {
    var known = Self.operationMembers
    if let entry = operations[index].catalogIndex {
      known += OperatorCatalog.entries[entry].attributes.map(\.name.text)
    } else {
      known += AttributeName.allCases.map(\.text)
    }
    return reader.unknownMember(member, known: known)
  }
}

extension DataType {
  init?(jsonName name: JSONName) {
    guard let type = Self.byJSONName[name] else { return nil }
    self = type
  }

  private static let byJSONName = JSONNameTable(allCases, named: \.rawValue)
}

extension Activation {
  init?(jsonName name: JSONName) {
    guard let activation = Self.byJSONName[name] else { return nil }
    self = activation
  }

  private static let byJSONName = JSONNameTable(allCases, named: \.rawValue)
}

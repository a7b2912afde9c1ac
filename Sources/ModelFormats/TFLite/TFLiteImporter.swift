import Estimator

/// Reads a `.tflite` file: tables of the FlatBuffer in, a checked graph and the file's facts out.
///
/// Shapes are those that each tensor states in `shape`; `shape_signature`, where a file has one, only
/// says which extents may vary. Weights are never read, only their shapes and types.
struct TFLiteImporter {
  /// An entry of the file's operator code table.
  struct Code {
    let builtin: TFLiteBuiltin
    let facts: OperatorFacts
  }

  typealias Schema = TFLiteSchema

  var reader: FlatBufferReader
  let limits: ImportLimits
  /// How often each `while` is taken to turn.
  let whileTrips: Int
  var codes: [Code] = []
  var buffers = FlatBufferReader.Vector.empty
  var subgraphCount = 0
  var facts = ModelFacts()

  init(_ bytes: [UInt8], whileTrips: Int = 1, limits: ImportLimits) {
    self.whileTrips = whileTrips
    reader = FlatBufferReader(bytes, budget: ImportBudget(fileBytes: bytes.count))
    self.limits = limits
  }

  mutating func run() throws(ImportError) -> ImportedModel {
    let model = try reader.root()
    buffers = try reader.vector(model, Schema.Model.buffers)
    facts.description = try reader.string(
      model, Schema.Model.description, limit: limits.nameBytes)
    try readCodes(model)
    try readMetadata(model)
    var graph = try readSubgraphs(model)
    graph.fileTableBytes = max(0, reader.bytes.count - graph.weightBytes)
    notePlan()
    return ImportedModel(graph: graph, format: .tflite, facts: facts)
  }

  private mutating func readSubgraphs(_ model: FlatBufferReader.Table) throws(ImportError)
    -> Graph
  {
    let subgraphs = try reader.vector(model, Schema.Model.subgraphs)
    subgraphCount = subgraphs.count
    guard subgraphCount > 0 else { throw .tflite(.noSubgraphs) }
    guard subgraphCount <= limits.subgraphs else {
      throw .limit(what: "subgraphs", count: subgraphCount, limit: limits.subgraphs)
    }
    var bodies: [Graph] = []
    var bodyFacts: [SubgraphFacts] = []
    for index in 1..<max(1, subgraphCount) {
      var parts = try readSubgraph(try reader.table(subgraphs, index), index)
      bodyFacts.append(parts.facts)
      bodies.append(try parts.body(among: subgraphCount - 1, limits: limits.graph))
    }
    var main = try readSubgraph(try reader.table(subgraphs, 0), 0)
    facts.subgraphs = [main.facts] + bodyFacts
    facts.notes += main.typeNotes
    return try main.graph(bodies: bodies, whileTrips: whileTrips, limits: limits.graph)
  }

  // MARK: - Tables of the whole file

  private mutating func readCodes(_ model: FlatBufferReader.Table) throws(ImportError) {
    let vector = try reader.vector(model, Schema.Model.operatorCodes)
    codes.reserveCapacity(min(vector.count, 256))
    for index in 0..<vector.count { codes.append(try code(try reader.table(vector, index))) }
    let compiled = codes.first {
      $0.facts.isCustom && Accelerator(customCode: $0.facts.code) != nil
    }
    guard let compiled, let accelerator = Accelerator(customCode: compiled.facts.code) else {
      return
    }
    facts.accelerator = accelerator
    facts.notes.append(
      ImportNote(
        code: "accelerator",
        message: "Parts of the file were compiled for \(accelerator.rawValue): operations "
          + "'\(compiled.facts.code)' carry its instructions, whose cost the file does not tell. Send "
          + "the file as it was before to see what the core alone would need."))
  }

  private mutating func code(_ table: FlatBufferReader.Table) throws(ImportError) -> Code {
    // Old writers fill the byte alone, new ones both while the code fits: the greater one counts.
    let code = max(
      try reader.int8(table, Schema.OperatorCode.deprecatedBuiltinCode),
      try reader.int32(table, Schema.OperatorCode.builtinCode))
    let builtin = TFLiteBuiltin(code: code)
    let custom = try reader.string(
      table, Schema.OperatorCode.customCode, limit: limits.nameBytes)
    let isCustom = builtin.translation == .custom
    return Code(
      builtin: builtin,
      facts: OperatorFacts(
        code: isCustom ? custom ?? builtin.name : builtin.name,
        version: try reader.int32(table, Schema.OperatorCode.version, default: 1),
        isCustom: isCustom))
  }

  // MARK: - Buffers

  /// Whether a tensor's buffer holds data, which makes the tensor a constant.
  mutating func hasData(buffer index: Int, of tensor: String) throws(ImportError) -> Bool {
    if index == 0 { return false }
    guard index < buffers.count else { throw .tflite(.buffer(tensor: tensor, index: index)) }
    let table = try reader.table(buffers, index)
    if let data = try reader.blob(table, Schema.Buffer.data) { return !data.isEmpty }
    let offset = try reader.uint64(table, Schema.Buffer.offset)
    let size = try reader.uint64(table, Schema.Buffer.size)
    if offset <= 1 || size == 0 { return false }
    let fileBytes = UInt64(reader.bytes.count)
    guard offset <= fileBytes, size <= fileBytes - offset else {
      throw .tflite(.externalData(tensor: tensor))
    }
    return true
  }
}

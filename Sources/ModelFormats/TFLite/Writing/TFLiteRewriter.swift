/// Writes a `.tflite` file anew with its main subgraph's operators in another order and with a
/// memory plan.
///
/// Nothing else changes: the new file is a few tables with the whole old file behind them, so
/// weights, names, other metadata, signatures and bytes that nobody points to are all still there.
/// The root, the lists of buffers, metadata and subgraphs, the main subgraph's table and its list of
/// operators are new; the old ones remain as unused bytes, a few for each operator and buffer.
struct TFLiteRewriter {
  /// A reason for which a file that can be read is not written.
  enum Obstacle: Hashable {
    /// A table has a field that is not known, which may be a number or a pointer.
    case newerSchema(table: String, field: Int)
    /// Data lies behind the FlatBuffer, at places counted from the start of the file, or in other
    /// files.
    case dataOutside
    /// There is no list of buffers, which every runtime reads.
    case noBuffers
  }

  private typealias Schema = TFLiteSchema

  private let bytes: [UInt8]
  private let model: [Int?]
  private let main: [Int?]
  private let operators: [Int]
  private let subgraphs: [Int]
  private let buffers: [Int]
  private let metadata: [Int]
  /// Nil when the file can be written.
  let obstacle: Obstacle?

  /// Finds the parts that are to be replaced, in a file that the importer has accepted.
  init(_ bytes: [UInt8]) throws(ImportError) {
    var reader = FlatBufferReader(bytes, budget: ImportBudget(fileBytes: bytes.count))
    let model = try reader.root()
    let subgraphs = try reader.vector(model, Schema.Model.subgraphs)
    let buffers = try reader.vector(model, Schema.Model.buffers)
    guard subgraphs.count > 0 else { throw .tflite(.noSubgraphs) }
    let main = try reader.table(subgraphs, 0)
    let operators = try reader.vector(main, Schema.SubGraph.operators)
    self.bytes = bytes
    self.model = try reader.slots(of: model)
    self.main = try reader.slots(of: main)
    self.operators = try reader.targets(of: operators)
    self.subgraphs = try reader.targets(of: subgraphs)
    self.buffers = try reader.targets(of: buffers)
    metadata = try reader.targets(of: try reader.vector(model, Schema.Model.metadata))
    let outside = try Self.hasDataOutside(buffers, operators, self.model, &reader)
    obstacle =
      Self.unknownField(self.model, .model) ?? Self.unknownField(self.main, .subgraph)
      ?? (buffers.count == 0 ? .noBuffers : nil) ?? (outside ? .dataOutside : nil)
  }

  private static func unknownField(_ slots: [Int?], _ form: TFLiteTableForm) -> Obstacle? {
    slots.indices.dropFirst(form.parts.count).first { slots[$0] != nil }.map {
      .newerSchema(table: form.name, field: $0)
    }
  }

  private static func hasDataOutside(
    _ buffers: FlatBufferReader.Vector, _ operators: FlatBufferReader.Vector, _ model: [Int?],
    _ reader: inout FlatBufferReader
  ) throws(ImportError) -> Bool {
    for index in 0..<buffers.count {
      // 0 and 1 mean nowhere.
      if try reader.uint64(try reader.table(buffers, index), Schema.Buffer.offset) > 1 {
        return true
      }
    }
    let options = Schema.Operator.largeCustomOptionsOffset
    for index in 0..<operators.count {
      if try reader.uint64(try reader.table(operators, index), options) > 1 { return true }
    }
    return model.indices.contains(Schema.Model.externalBuffers)
      && model[Schema.Model.externalBuffers] != nil
  }
}

// MARK: - Writing

extension TFLiteRewriter {
  /// The new file; `nil` when it would be larger than offsets reach.
  ///
  /// - Parameter order: the operators' old places, first to run first; `nil` keeps the order.
  /// - Precondition: there is no obstacle, and `order` names every operator once.
  func file(order: [Int]?, plan: OfflineMemoryPlan) throws(ImportError) -> [UInt8]? {
    precondition(obstacle == nil, "a file with an obstacle is not written")
    var preface = FlatBufferPreface(identifier: bytes[4..<8])
    var replaced = [Schema.Model.buffers, Schema.Model.metadata]
    if order != nil { replaced.append(Schema.Model.subgraphs) }
    let root = preface.appendTable(try fields(model, .model, replacing: replaced))
    preface.point(FlatBufferPreface.rootSlot, to: root.position)

    let slots = Dictionary(uniqueKeysWithValues: zip(root.ids, root.slots))
    func point(_ field: Int, to position: Int, _ preface: inout FlatBufferPreface) {
      guard let slot = slots[field] else { return }
      preface.point(slot, to: position)
    }
    if let order { point(Schema.Model.subgraphs, to: try append(order, &preface), &preface) }
    point(Schema.Model.metadata, to: appendMetadata(&preface), &preface)
    point(Schema.Model.buffers, to: appendBuffers(plan, &preface), &preface)
    return preface.finish(before: bytes)
  }

  /// The fields of a table as they are, with `later` where something new is to stand.
  private func fields(
    _ slots: [Int?], _ form: TFLiteTableForm, replacing replaced: [Int]
  ) throws(ImportError) -> [(id: Int, content: FlatBufferPreface.Content)] {
    let reader = FlatBufferReader(bytes, budget: ImportBudget(fileBytes: 0))
    var fields: [(id: Int, content: FlatBufferPreface.Content)] = []
    for (id, part) in form.parts.enumerated() {
      if replaced.contains(id) {
        fields.append((id, .later))
      } else if slots.indices.contains(id), let slot = slots[id] {
        let number = try reader.number(at: slot)
        switch part {
        case .scalar: fields.append((id, .scalar(UInt32(number))))
        case .pointer: fields.append((id, .old(slot + number)))
        }
      }
    }
    return fields
  }

  /// The list of subgraphs, the first of them with its operators in `order`.
  private func append(
    _ order: [Int], _ preface: inout FlatBufferPreface
  ) throws(ImportError) -> Int {
    precondition(order.sorted() == Array(operators.indices), "an order names every operator once")
    let list = preface.appendVector([.later] + subgraphs.dropFirst().map { .old($0) })
    let table = preface.appendTable(
      try fields(main, .subgraph, replacing: [Schema.SubGraph.operators]))
    preface.point(list.slots[0], to: table.position)
    let steps = preface.appendVector(order.map { .old(operators[$0]) })
    if let place = table.ids.firstIndex(of: Schema.SubGraph.operators) {
      preface.point(table.slots[place], to: steps.position)
    }
    return list.position
  }

  /// The list of metadata with an entry that names the buffer after the last.
  private func appendMetadata(_ preface: inout FlatBufferPreface) -> Int {
    let list = preface.appendVector(metadata.map { .old($0) } + [.later])
    let entry = preface.appendTable([
      (Schema.Metadata.name, .later), (Schema.Metadata.buffer, .scalar(UInt32(buffers.count))),
    ])
    preface.point(list.slots[metadata.count], to: entry.position)
    preface.point(entry.slots[0], to: preface.appendString(OfflineMemoryPlan.metadataName))
    return list.position
  }

  /// The list of buffers with one more, which holds the plan.
  private func appendBuffers(
    _ plan: OfflineMemoryPlan, _ preface: inout FlatBufferPreface
  ) -> Int {
    let list = preface.appendVector(buffers.map { .old($0) } + [.later])
    let buffer = preface.appendTable([(Schema.Buffer.data, .later)])
    preface.point(list.slots[buffers.count], to: buffer.position)
    preface.point(buffer.slots[0], to: preface.appendBytes(plan.bytes))
    return list.position
  }
}

extension OfflineMemoryPlan {
  /// What its metadata entry is called.
  static let metadataName = "OfflineMemoryAllocation"

  /// The content of its metadata buffer: little-endian, -1 where the runtime decides.
  var bytes: [UInt8] {
    let numbers = [version, subgraph, offsets.count] + offsets.map { $0 ?? -1 }
    return numbers.flatMap { number in
      [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
  }
}

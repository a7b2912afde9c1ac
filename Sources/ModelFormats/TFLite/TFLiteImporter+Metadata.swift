extension TFLiteImporter {
  /// Reads the metadata entries that say something about running the model.
  mutating func readMetadata(_ model: FlatBufferReader.Table) throws(ImportError) {
    let entries = try reader.vector(model, Schema.Model.metadata)
    for index in 0..<entries.count {
      let entry = try reader.table(entries, index)
      let name =
        try reader.string(entry, Schema.Metadata.name, limit: limits.nameBytes) ?? ""
      facts.metadata.append(name)
      let buffer = try reader.uint32(entry, Schema.Metadata.buffer)
      switch name {
      case "min_runtime_version":
        facts.minimumRuntimeVersion = try metadata(in: buffer).flatMap(text)
      case "OfflineMemoryAllocation":
        facts.offlinePlan = try offlinePlan(in: buffer)
      default: break
      }
    }
  }

  /// The bytes of a metadata entry; `nil` when its buffer does not exist or is empty.
  private mutating func metadata(in buffer: Int) throws(ImportError) -> Range<Int>? {
    guard buffer < buffers.count else { return nil }
    let table = try reader.table(buffers, buffer)
    guard let range = try reader.blob(table, Schema.Buffer.data), !range.isEmpty else {
      return nil
    }
    return range
  }

  /// Text up to the first zero byte: writers pad versions to 16 bytes.
  private func text(_ range: Range<Int>) -> String {
    let bytes = reader.bytes[range].prefix(limits.nameBytes)
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// What the reader of an estimate has to know about a plan that the file brings.
  mutating func notePlan() {
    guard let plan = facts.offlinePlan else { return }
    let tensors = facts.subgraphs.reduce(0) { $0 + $1.tensorCount }
    if plan.offsets.count != tensors {
      facts.notes.append(
        ImportNote(
          code: "offline_plan_refused",
          message: "The memory plan in the file is for \(plan.offsets.count) tensors and the file "
            + "has \(tensors): TensorFlow Lite Micro refuses such a file."))
    }
  }

  /// A plan that is cut off or of another version is left out with a note, since the model runs
  /// without it.
  private mutating func offlinePlan(in buffer: Int) throws(ImportError) -> OfflineMemoryPlan? {
    guard let range = try metadata(in: buffer) else { return nil }
    let numbers = try reader.int32s(in: range)
    guard numbers.count >= 3, numbers[2] >= 0, numbers.count - 3 >= numbers[2] else {
      facts.notes.append(
        ImportNote(
          code: "offline_plan_ignored",
          message: "The metadata entry 'OfflineMemoryAllocation' is cut off and was ignored."))
      return nil
    }
    return OfflineMemoryPlan(
      version: numbers[0], subgraph: numbers[1],
      offsets: numbers[3..<3 + numbers[2]].map { $0 < 0 ? nil : $0 })
  }
}

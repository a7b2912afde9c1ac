import Estimator

extension Report {
  /// The report as JSON, schema `opmeter-estimate/1`.
  ///
  /// Keys stand in one order, which never changes within a schema version; what is unknown is `null`
  /// at its key. Numbers are rounded to seven significant digits, counts are whole: `instructions`
  /// and `cycles` of rows and totals are each rounded on their own, so a total may differ from the
  /// sum of the printed rows by half a cycle per row. Line feeds stand between rows.
  ///
  /// - Parameter leadingMembers: members to put first in the object, without braces and commas
  ///   around them (`"type":"...","status":422`): a failed gate answers with a problem document that
  ///   holds the whole report.
  public func json(leadingMembers: [UInt8] = []) -> [UInt8] {
    var text = ByteText(reserving: expectedJSONBytes + leadingMembers.count)
    text.add("{")
    if !leadingMembers.isEmpty {
      text.add(contentsOf: leadingMembers)
      text.add(",\n")
    }
    text.add(#""schema":"opmeter-estimate/1","version":"#)
    text.add(json: version)
    text.add(#","profiles_digest":"#)
    text.add(json: profilesDigest)
    text.add(",\n\"model\":")
    text.add(json: model, notes: shownNotes)
    text.add(",\n\"results\":")
    text.add("[")
    // Where they are: a result is large, and a copy counts its lists.
    let results = results.span
    for index in results.indices {
      text.add(index == 0 ? "\n" : ",\n")
      text.add(json: results[index], detail: detail)
    }
    text.add("]}\n")
    return text.bytes
  }

  /// Enough for ordinary names, so that the buffer is allocated once.
  private var expectedJSONBytes: Int {
    var bytes = 640
    let results = results.span
    for index in results.indices {
      bytes += 1_600 + 320 * results[index].estimate.byType.count
      bytes += 200 * results[index].budgets.count
      if detail != .summary { bytes += 720 * results[index].estimate.operations.count }
      if detail == .full { bytes += 240 * results[index].estimate.memory.timeline.count }
    }
    return bytes
  }
}

extension ByteText {
  fileprivate mutating func add(json model: Report.Model, notes: [Report.NoteGroup]) {
    add(#"{"name":"#)
    add(json: model.name)
    add(#","format":"#)
    add(json: model.format)
    add(#","sha256":"#)
    add(json: model.sha256)
    add(#","op_count":"#)
    add(model.operationCount)
    add(#","macs":"#)
    add(model.macs)
    add(#","arith_ops":"#)
    add(model.arithmeticOperations)
    add(#","parameters":"#)
    add(model.parameters)
    add(#","weight_bytes":"#)
    add(model.weightBytes)
    add(#","notes":"#)
    add(jsonLines: notes) { $0.add(json: $1) }
    add("}")
  }

  private mutating func add(json group: Report.NoteGroup) {
    add(#"{"code":"#)
    add(json: group.note.code)
    add(#","op":"#)
    add(json: group.note.operation)
    add(#","count":"#)
    add(group.count)
    add(#","message":"#)
    add(json: group.note.message)
    add("}")
  }
}

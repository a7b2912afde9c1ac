import JSON

extension GraphDocument {
  func json() -> [UInt8] {
    var writer = JSONWriter(reserving: 8192)
    writer.object { writer in
      writer.member("format", format)
      writer.member("name", name)
      writer.member("dtype", dtype)
      writer.array("inputs") { writer in
        for input in inputs { input.write(to: &writer) }
      }
      writer.array("ops") { writer in
        for op in ops { op.write(to: &writer) }
      }
      writer.member("outputs", outputs)
    }
    return writer.finish()
  }
}

extension GraphDocument.Input {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", name)
      writer.member("shape", shape)
    }
  }
}

extension GraphDocument.Operation {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("op", op)
      if let name { writer.member("name", name) }
      writer.member("inputs", inputs)
      writer.member("outputs", outputs)
      if let filters { writer.member("filters", filters) }
      if let units { writer.member("units", units) }
      if let kernel { writer.member("kernel", kernel) }
      if let stride { writer.member("stride", stride) }
      if let shape { writer.member("shape", shape) }
      if let padding { writer.member("padding", padding) }
      if let activation { writer.member("activation", activation) }
    }
  }
}

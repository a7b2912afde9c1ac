import JSON

extension GraphDocument {
  init(json bytes: [UInt8]) throws(JSONError) {
    self.init(format: "", name: "", dtype: "", inputs: [], ops: [], outputs: [])
    var reader = try JSONReader(document: bytes)
    var members = try reader.object()
    while let member = try members.next(&reader) {
      switch member {
      case "format": format = try reader.string()
      case "name": name = try reader.string()
      case "dtype": dtype = try reader.string()
      case "inputs": inputs = try reader.array(of: Input.init(reading:))
      case "ops": ops = try reader.array(of: Operation.init(reading:))
      case "outputs": outputs = try reader.strings()
      default: throw reader.unknownMember(member, known: ["format", "name", "dtype"])
      }
    }
    try reader.finish()
  }
}

extension GraphDocument.Input {
  init(reading reader: inout JSONReader) throws(JSONError) {
    self.init(name: "", shape: [])
    var members = try reader.object()
    while let member = try members.next(&reader) {
      switch member {
      case "name": name = try reader.string()
      case "shape": shape = try reader.ints()
      default: throw reader.unknownMember(member, known: ["name", "shape"])
      }
    }
  }
}

extension GraphDocument.Operation {
  init(reading reader: inout JSONReader) throws(JSONError) {
    self.init(op: "", inputs: [], outputs: [])
    var members = try reader.object()
    while let member = try members.next(&reader) {
      switch member {
      case "op": op = try reader.string()
      case "name": name = try reader.string()
      case "inputs": inputs = try reader.strings()
      case "outputs": outputs = try reader.strings()
      case "filters": filters = try reader.int()
      case "units": units = try reader.int()
      case "kernel": kernel = try reader.ints()
      case "stride": stride = try reader.ints()
      case "shape": shape = try reader.ints()
      case "padding": padding = try reader.string()
      case "activation": activation = try reader.string()
      default: throw reader.unknownMember(member, known: ["op", "name", "inputs", "outputs"])
      }
    }
  }
}

extension JSONValue {
  /// The document in `bytes`.
  public init(
    document bytes: [UInt8], limits: JSONLimits = .standard, allowsDuplicateNames: Bool = false
  ) throws(JSONError) {
    var reader = try JSONReader(
      document: bytes, limits: limits, allowsDuplicateNames: allowsDuplicateNames)
    self = try reader.value()
    try reader.finish()
  }
}

extension JSONReader {
  /// Reads the value at hand as a tree.
  public mutating func value() throws(JSONError) -> JSONValue {
    switch try kind {
    case .null:
      try null()
      return .null
    case .boolean: return .bool(try bool())
    case .number: return try numberValue()
    case .string: return .string(try string())
    case .array: return .array(try array(of: Self.readValue))
    case .object:
      var result: [JSONMember] = []
      var members = try object()
      while let name = try members.next(&self) {
        result.append(JSONMember(name.string, try value()))
      }
      return .object(result)
    }
  }

  private static func readValue(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
    try reader.value()
  }
}

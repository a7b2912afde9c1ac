/// Why bytes are no protobuf message, and where.
public enum ProtobufError: Error, Hashable, Sendable {
  /// Something at `offset` reaches past the end of its message.
  case truncated(offset: Int)
  /// A number of more than ten bytes, or a field number of zero.
  case badNumber(offset: Int)
  /// A wire type that no message of today has.
  case wireType(Int, offset: Int)
}

extension ProtobufError {
  /// Where in the file the error lies.
  public var byteOffset: Int {
    switch self {
    case .truncated(let offset), .badNumber(let offset), .wireType(_, let offset): offset
    }
  }
}

extension ProtobufError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let offset):
      "The file ends too early, or a length at offset \(offset) is wrong."
    case .badNumber(let offset): "The bytes at offset \(offset) are no protobuf number."
    case .wireType(let type, let offset):
      "The protobuf field at offset \(offset) has the wire type \(type), which no model file uses."
    }
  }
}

/// Why bytes are no FlatBuffer, and where.
public enum FlatBufferError: Error, Hashable, Sendable {
  /// Something at `offset` reaches past the end; `needed` bytes would have to be there.
  case truncated(offset: Int, needed: Int)
  /// The table at `offset` names a field table (vtable) that cannot be one.
  case badTable(offset: Int)
  /// At `offset` the file asked for more than its size allows: its parts overlap.
  case overlapping(offset: Int)
}

extension FlatBufferError {
  /// Where in the file the error lies.
  public var byteOffset: Int {
    switch self {
    case .truncated(let offset, _), .badTable(let offset), .overlapping(let offset): offset
    }
  }
}

extension FlatBufferError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let offset, let needed):
      "The file ends too early: \(needed) bytes are needed at offset \(offset)."
    case .badTable(let offset):
      "The table at offset \(offset) is broken: its list of fields is not inside the file."
    case .overlapping(let offset):
      "At offset \(offset) the parts of the file overlap so that it means far more than it holds."
    }
  }
}

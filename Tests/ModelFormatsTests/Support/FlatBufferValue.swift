/// A FlatBuffer as a tree, to write fixtures with: what stands in each field of each table.
indirect enum FlatBufferValue {
  case int8(Int)
  case bool(Bool)
  case int32(Int)
  case uint64(UInt64)
  case table([Int: FlatBufferValue])
  case tables([FlatBufferValue])
  case int32s([Int])
  case floats([Float])
  case bytes([UInt8])
  case string(String)
}

/// Writes a tree front to back: every offset points forward, as unsigned offsets must.
struct FlatBufferWriter {
  private(set) var bytes: [UInt8] = []

  /// The bytes of a file whose root is `root`, with four letters of identification.
  static func file(_ root: FlatBufferValue, identifier: String) -> [UInt8] {
    var writer = FlatBufferWriter()
    writer.append(0, width: 4)
    writer.bytes += Array(identifier.utf8)
    let position = writer.write(root)
    writer.patch(position, at: 0)
    return writer.bytes
  }

  /// Writes a value that is pointed to, and answers where it begins.
  private mutating func write(_ value: FlatBufferValue) -> Int {
    switch value {
    case .table(let fields): return write(table: fields)
    case .tables(let elements):
      let start = begin(vector: elements.count)
      let slots = bytes.count
      for _ in elements { append(0, width: 4) }
      for (index, element) in elements.enumerated() {
        let slot = slots + 4 * index
        let position = write(element)
        patch(position - slot, at: slot)
      }
      return start
    case .int32s(let numbers):
      let start = begin(vector: numbers.count)
      for number in numbers { append(number, width: 4) }
      return start
    case .floats(let numbers):
      let start = begin(vector: numbers.count)
      for number in numbers { append(Int(number.bitPattern), width: 4) }
      return start
    case .bytes(let content):
      let start = begin(vector: content.count)
      bytes += content
      return start
    case .string(let text):
      let start = begin(vector: text.utf8.count)
      bytes += Array(text.utf8) + [0]
      return start
    case .int8, .bool, .int32, .uint64:
      preconditionFailure("scalars stand in their table")
    }
  }

  private mutating func begin(vector count: Int) -> Int {
    align()
    let start = bytes.count
    append(count, width: 4)
    return start
  }

  /// The list of fields first, then the table, each field in four or eight bytes.
  private mutating func write(table fields: [Int: FlatBufferValue]) -> Int {
    align()
    let count = (fields.keys.max() ?? -1) + 1
    let list = bytes.count
    append(4 + 2 * count, width: 2)
    append(0, width: 2)
    for _ in 0..<count { append(0, width: 2) }
    align()
    let table = bytes.count
    append(table - list, width: 4)
    var pointers: [(slot: Int, value: FlatBufferValue)] = []
    for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
      let slot = bytes.count
      bytes[list + 4 + 2 * field] = UInt8((slot - table) & 0xFF)
      bytes[list + 5 + 2 * field] = UInt8((slot - table) >> 8)
      switch value {
      case .int8(let number): append(number & 0xFF, width: 4)
      case .bool(let flag): append(flag ? 1 : 0, width: 4)
      case .int32(let number): append(number, width: 4)
      case .uint64(let number):
        append(Int(truncatingIfNeeded: number), width: 8)
      default:
        append(0, width: 4)
        pointers.append((slot, value))
      }
    }
    bytes[list + 2] = UInt8((bytes.count - table) & 0xFF)
    bytes[list + 3] = UInt8((bytes.count - table) >> 8)
    for (slot, value) in pointers {
      let position = write(value)
      patch(position - slot, at: slot)
    }
    return table
  }

  private mutating func align() {
    while bytes.count % 4 != 0 { bytes.append(0) }
  }

  private mutating func append(_ number: Int, width: Int) {
    for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }

  private mutating func patch(_ number: Int, at offset: Int) {
    for place in 0..<4 { bytes[offset + place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
  }
}

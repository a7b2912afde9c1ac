/// Just enough of the FlatBuffers format to write a small model.
///
/// Everything lies in the order it is written: a table's children follow it, so every offset points
/// forward.
indirect enum FlatBufferValue {
  case byte(UInt8)
  case int32(Int32)
  case string(String)
  case ints([Int32])
  case bytes([UInt8])
  case tables([FlatBufferValue])
  /// Fields by their number in the schema.
  case table([(field: Int, value: FlatBufferValue)])
}

struct FlatBufferFixture {
  private(set) var bytes: [UInt8] = []

  /// A file with `root`, a table, and the identifier that stands at byte 4.
  init(root: FlatBufferValue, identifier: String) {
    bytes = [0, 0, 0, 0] + identifier.utf8
    patch(at: 0, to: write(root))
  }

  /// Writes what is not stored in place and answers where it begins.
  private mutating func write(_ value: FlatBufferValue) -> Int {
    align(4)
    switch value {
    case .byte, .int32: preconditionFailure("scalars are stored in place")
    case .string(let text): return vector(Array(text.utf8) + [0], count: text.utf8.count)
    case .bytes(let content): return vector(content, count: content.count)
    case .ints(let numbers):
      return vector(numbers.flatMap { Self.littleEndian($0) }, count: numbers.count)
    case .tables(let tables):
      let start = vector([UInt8](repeating: 0, count: tables.count * 4), count: tables.count)
      for (index, table) in tables.enumerated() {
        patch(at: start + 4 + index * 4, to: write(table))
      }
      return start
    case .table(let fields): return write(table: fields)
    }
  }

  /// The table of field places first, then the fields, four bytes each, then what they point to.
  private mutating func write(table fields: [(field: Int, value: FlatBufferValue)]) -> Int {
    let slots = (fields.map(\.field).max() ?? -1) + 1
    let places = bytes.count
    bytes += [UInt8](repeating: 0, count: 4 + slots * 2)
    set16(at: places, 4 + slots * 2)
    set16(at: places + 2, 4 + fields.count * 4)
    align(4)
    let table = bytes.count
    bytes += [UInt8](repeating: 0, count: 4 + fields.count * 4)
    set32(at: table, Int32(table - places))
    for (index, (field, value)) in fields.enumerated() {
      let place = table + 4 + index * 4
      set16(at: places + 4 + field * 2, place - table)
      switch value {
      case .byte(let byte): bytes[place] = byte
      case .int32(let number): set32(at: place, number)
      default: patch(at: place, to: write(value))
      }
    }
    return table
  }

  private mutating func vector(_ content: [UInt8], count: Int) -> Int {
    let start = bytes.count
    bytes += Self.littleEndian(Int32(count)) + content
    return start
  }

  private mutating func align(_ size: Int) {
    while bytes.count % size != 0 { bytes.append(0) }
  }

  private mutating func patch(at place: Int, to target: Int) {
    set32(at: place, Int32(target - place))
  }

  private mutating func set32(at place: Int, _ number: Int32) {
    bytes.replaceSubrange(place..<place + 4, with: Self.littleEndian(number))
  }

  private mutating func set16(at place: Int, _ number: Int) {
    bytes[place] = UInt8(number & 255)
    bytes[place + 1] = UInt8(number >> 8)
  }

  private static func littleEndian(_ number: Int32) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

/// A `.tflite` file of one fully connected layer: 8 in, 3 out, int8.
enum TFLiteFixture {
  static let small = FlatBufferFixture(
    root: .table([
      (0, .int32(3)),
      (1, .tables([.table([(0, .byte(9)), (2, .int32(1)), (3, .int32(9))])])),
      (
        2,
        .tables([
          .table([
            (
              0,
              .tables([
                tensor("x", [1, 8], type: 9, buffer: 0), tensor("w", [3, 8], type: 9, buffer: 1),
                tensor("b", [3], type: 2, buffer: 2), tensor("y", [1, 3], type: 9, buffer: 0),
              ])
            ),
            (1, .ints([0])), (2, .ints([3])),
            (
              3,
              .tables([
                .table([
                  (0, .int32(0)), (1, .ints([0, 1, 2])), (2, .ints([3])), (3, .byte(8)),
                  (4, .table([(0, .byte(1))])),
                ])
              ])
            ),
            (4, .string("main")),
          ])
        ])
      ),
      (
        4,
        .tables([
          .table([]), .table([(0, .bytes([UInt8](repeating: 1, count: 24)))]),
          .table([(0, .bytes([UInt8](repeating: 0, count: 12)))]),
        ])
      ),
    ]), identifier: "TFL3"
  ).bytes

  private static func tensor(
    _ name: String, _ shape: [Int32], type: UInt8, buffer: Int32
  ) -> FlatBufferValue {
    .table([(0, .ints(shape)), (1, .byte(type)), (2, .int32(buffer)), (3, .string(name))])
  }
}

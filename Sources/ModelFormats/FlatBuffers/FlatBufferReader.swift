/// Reads tables, vectors and scalars of a FlatBuffer out of its bytes, never believing an offset.
///
/// The wire format is https://flatbuffers.dev/internals: little-endian; a table begins with a signed
/// distance back to its vtable; a vtable lists, by field id, where in the table each field lies; a
/// field that is not listed has its default. Positions here are plain `Int`s: every stored number has
/// at most 32 bits, so their sums cannot overflow. Bytes are read one by one, so nothing has to be
/// aligned. Vectors of bytes (weights) are answered as ranges and never copied.
struct FlatBufferReader {
  /// Where a table and its list of fields lie; both were found inside the file.
  struct Table {
    let position: Int
    fileprivate let fields: Int
    fileprivate let fieldsEnd: Int
  }

  /// Where a vector's elements lie; all of them were found inside the file.
  struct Vector {
    let position: Int
    let count: Int

    static let empty = Vector(position: 0, count: 0)
  }

  let bytes: [UInt8]
  private var budget: ImportBudget

  init(_ bytes: [UInt8], budget: ImportBudget) {
    self.bytes = bytes
    self.budget = budget
  }

  /// The table that the file begins with.
  mutating func root() throws(ImportError) -> Table {
    try table(at: try follow(0))
  }

  /// Units that a table costs beside its fields.
  private static let tableCost = 16
}

// MARK: - Fields of a table

extension FlatBufferReader {
  /// Whether the table has the field at all.
  func has(_ table: Table, _ field: Int) -> Bool {
    position(of: field, in: table) != nil
  }

  func bool(_ table: Table, _ field: Int, default: Bool = false) throws(ImportError) -> Bool {
    guard let position = position(of: field, in: table) else { return `default` }
    return try uint8(at: position) != 0
  }

  func int8(_ table: Table, _ field: Int) throws(ImportError) -> Int {
    guard let position = position(of: field, in: table) else { return 0 }
    return Int(Int8(bitPattern: try uint8(at: position)))
  }

  func uint8(_ table: Table, _ field: Int) throws(ImportError) -> Int {
    guard let position = position(of: field, in: table) else { return 0 }
    return Int(try uint8(at: position))
  }

  func int32(_ table: Table, _ field: Int, default: Int = 0) throws(ImportError) -> Int {
    guard let position = position(of: field, in: table) else { return `default` }
    return Int(Int32(truncatingIfNeeded: try uint32(at: position)))
  }

  func uint32(_ table: Table, _ field: Int) throws(ImportError) -> Int {
    guard let position = position(of: field, in: table) else { return 0 }
    return try uint32(at: position)
  }

  func uint64(_ table: Table, _ field: Int) throws(ImportError) -> UInt64 {
    guard let position = position(of: field, in: table) else { return 0 }
    try require(8, at: position)
    return UInt64(try uint32(at: position)) | UInt64(try uint32(at: position + 4)) << 32
  }

  /// The table that a field points to; `nil` when the field is absent.
  mutating func table(_ table: Table, _ field: Int) throws(ImportError) -> Table? {
    guard let position = position(of: field, in: table) else { return nil }
    return try self.table(at: try follow(position))
  }

  /// The vector that a field points to, each element `width` bytes wide; empty when absent. Charges
  /// each element.
  mutating func vector(_ table: Table, _ field: Int, width: Int = 4) throws(ImportError)
    -> Vector
  {
    guard let position = position(of: field, in: table) else { return .empty }
    let vector = try vector(at: try follow(position), width: width)
    try charge(vector.count * width, at: vector.position)
    return vector
  }

  /// The bytes that a field points to, charged as one element however many they are: they are not
  /// looked at.
  mutating func blob(_ table: Table, _ field: Int) throws(ImportError) -> Range<Int>? {
    guard let position = position(of: field, in: table) else { return nil }
    let vector = try vector(at: try follow(position), width: 1)
    return vector.position..<vector.position + vector.count
  }

  /// Where the text lies that a field points to, at most its first `limit` bytes.
  mutating func text(_ table: Table, _ field: Int, limit: Int) throws(ImportError) -> Range<Int>? {
    guard let range = try blob(table, field) else { return nil }
    let count = min(range.count, limit)
    try charge(count, at: range.lowerBound)
    return range.lowerBound..<range.lowerBound + count
  }

  /// The text that a field points to, at most its first `limit` bytes.
  mutating func string(_ table: Table, _ field: Int, limit: Int) throws(ImportError) -> String? {
    try text(table, field, limit: limit).map(string)
  }

  /// A text that was found in the file; broken UTF-8 is repaired.
  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}

// MARK: - Elements of a vector

extension FlatBufferReader {
  /// The table that element `index` points to.
  mutating func table(_ vector: Vector, _ index: Int) throws(ImportError) -> Table {
    precondition(index < vector.count, "an element outside its vector was asked for")
    return try table(at: try follow(vector.position + 4 * index))
  }

  /// A 32-bit element; where a vector lies was checked when it was found.
  func int32(_ vector: Vector, _ index: Int) -> Int {
    precondition(index < vector.count, "an element outside its vector was asked for")
    return Int(Int32(truncatingIfNeeded: word(at: vector.position + 4 * index)))
  }

  func int32s(_ vector: Vector) -> [Int] {
    var values: [Int] = []
    values.reserveCapacity(vector.count)
    for index in 0..<vector.count { values.append(int32(vector, index)) }
    return values
  }

  /// Numbers of things elsewhere in the file; -1 stands for one that is left out.
  func indices(_ vector: Vector) -> [Int?] {
    var values: [Int?] = []
    values.reserveCapacity(vector.count)
    for index in 0..<vector.count {
      let value = int32(vector, index)
      values.append(value == -1 ? nil : value)
    }
    return values
  }

  /// The same, without those that are left out.
  func presentIndices(_ vector: Vector) -> [Int] {
    var values: [Int] = []
    values.reserveCapacity(vector.count)
    for index in 0..<vector.count {
      let value = int32(vector, index)
      if value != -1 { values.append(value) }
    }
    return values
  }

  /// Little-endian 32-bit integers of a blob; what is left over after the last is ignored.
  mutating func int32s(in range: Range<Int>) throws(ImportError) -> [Int] {
    let vector = Vector(position: range.lowerBound, count: range.count / 4)
    try charge(4 * vector.count, at: vector.position)
    return int32s(vector)
  }
}

// MARK: - Positions

extension FlatBufferReader {
  private mutating func table(at position: Int) throws(ImportError) -> Table {
    let distance = Int(Int32(truncatingIfNeeded: try uint32(at: position)))
    let fields = position - distance
    guard fields >= 0, fields <= bytes.count - 4 else {
      throw .flatBuffer(.badTable(offset: position))
    }
    let length = try uint16(at: fields)
    guard length >= 4, length % 2 == 0, length <= bytes.count - fields else {
      throw .flatBuffer(.badTable(offset: position))
    }
    try charge(Self.tableCost, at: position)
    return Table(position: position, fields: fields, fieldsEnd: fields + length)
  }

  /// Where a field's value lies; `nil` when the table does not have it.
  private func position(of field: Int, in table: Table) -> Int? {
    let slot = table.fields + 4 + 2 * field
    guard slot + 2 <= table.fieldsEnd else { return nil }
    let distance = Int(bytes[slot]) | Int(bytes[slot + 1]) << 8
    return distance == 0 ? nil : table.position + distance
  }

  private mutating func vector(at position: Int, width: Int) throws(ImportError) -> Vector {
    let count = try uint32(at: position)
    // Both factors have at most 32 bits.
    try require(count * width, at: position + 4)
    try charge(4, at: position)
    return Vector(position: position + 4, count: count)
  }

  /// The position that the unsigned distance at `position` leads to.
  private func follow(_ position: Int) throws(ImportError) -> Int {
    position + (try uint32(at: position))
  }

  private func uint8(at position: Int) throws(ImportError) -> UInt8 {
    try require(1, at: position)
    return bytes[position]
  }

  private func uint16(at position: Int) throws(ImportError) -> Int {
    try require(2, at: position)
    return Int(bytes[position]) | Int(bytes[position + 1]) << 8
  }

  private func uint32(at position: Int) throws(ImportError) -> Int {
    try require(4, at: position)
    return word(at: position)
  }

  /// Four bytes that are known to be there.
  private func word(at position: Int) -> Int {
    Int(bytes[position]) | Int(bytes[position + 1]) << 8 | Int(bytes[position + 2]) << 16
      | Int(bytes[position + 3]) << 24
  }

  private func require(_ needed: Int, at position: Int) throws(ImportError) {
    guard position >= 0, position <= bytes.count, needed <= bytes.count - position else {
      throw .flatBuffer(.truncated(offset: position, needed: needed))
    }
  }

  private mutating func charge(_ units: Int, at position: Int) throws(ImportError) {
    guard budget.charge(units) else { throw .flatBuffer(.overlapping(offset: position)) }
  }
}

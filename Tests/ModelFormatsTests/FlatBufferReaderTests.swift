import Testing

@testable import ModelFormats

@Suite struct FlatBufferReaderTests {
  private func reader(_ root: FlatBufferValue, budget: Int? = nil) -> FlatBufferReader {
    let bytes = FlatBufferWriter.file(root, identifier: "TEST")
    return FlatBufferReader(bytes, budget: ImportBudget(fileBytes: budget ?? bytes.count))
  }

  @Test("a field that is there is read, one that is not has its default")
  func fields() throws {
    var reader = reader(
      .table([0: .int32(-7), 2: .string("hello"), 3: .int32s([1, -1]), 4: .bool(true)]))
    let root = try reader.root()
    #expect(try reader.int32(root, 0) == -7)
    #expect(try reader.int32(root, 1, default: 9) == 9)
    #expect(try reader.int32(root, 100, default: 9) == 9)
    #expect(try reader.string(root, 2, limit: 100) == "hello")
    #expect(try reader.string(root, 2, limit: 2) == "he")
    let numbers = try reader.vector(root, 3)
    #expect(reader.int32s(numbers) == [1, -1])
    #expect(try reader.vector(root, 50).count == 0)
    #expect(try reader.bool(root, 4))
    #expect(try reader.table(root, 60) == nil)
  }

  @Test("tables inside tables and vectors of tables are followed")
  func nesting() throws {
    var reader = reader(
      .table([0: .tables([.table([0: .int32(1)]), .table([0: .int32(2)])])]))
    let root = try reader.root()
    let vector = try reader.vector(root, 0)
    var values: [Int] = []
    for index in 0..<vector.count {
      let table = try reader.table(vector, index)
      values.append(try reader.int32(table, 0))
    }
    #expect(values == [1, 2])
  }

  @Test("every prefix of a file is read or refused with its place, never believed")
  func prefixes() {
    let bytes = FlatBufferWriter.file(
      .table([0: .string("text"), 1: .int32s([1, 2, 3])]), identifier: "TEST")
    for count in 0..<bytes.count {
      let prefix = Array(bytes.prefix(count))
      var reader = FlatBufferReader(prefix, budget: ImportBudget(fileBytes: count))
      do {
        let root = try reader.root()
        _ = try reader.string(root, 0, limit: 100)
        let vector = try reader.vector(root, 1)
        _ = reader.int32s(vector)
        // The last bytes are the vector's: only the whole file has them.
        Issue.record("a prefix of \(count) bytes was read as if it were whole")
      } catch {
        guard case .flatBuffer(let fault) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(fault.byteOffset >= 0)
      }
    }
  }

  @Test("a list of fields outside the file is refused")
  func badTable() {
    var bytes = FlatBufferWriter.file(.table([0: .int32(1)]), identifier: "TEST")
    let root = Int(bytes[0])
    bytes[root + 3] = 0x7F
    var reader = FlatBufferReader(bytes, budget: ImportBudget(fileBytes: bytes.count))
    #expect(throws: ImportError.flatBuffer(.badTable(offset: root))) { _ = try reader.root() }
  }

  @Test("parts that overlap are charged each time, so a small file cannot mean a large one")
  func overlapping() throws {
    // 2,000 elements that all point to the same table.
    var bytes = FlatBufferWriter.file(
      .table([0: .tables(Array(repeating: .table([0: .int32s(Array(0..<500))]), count: 2000))]),
      identifier: "TEST")
    var whole = FlatBufferReader(bytes, budget: ImportBudget(fileBytes: bytes.count))
    let root = try whole.root()
    let vector = try whole.vector(root, 0)
    let last = vector.position + 4 * (vector.count - 1)
    let target = last + offset(bytes, last)
    for index in 0..<vector.count {
      let slot = vector.position + 4 * index
      patch(&bytes, slot, target - slot)
    }
    // Cut out what nothing points to any more: the budget follows the size of the file.
    var small = FlatBufferReader(bytes, budget: ImportBudget(fileBytes: 10_000))
    let table = try small.root()
    let elements = try small.vector(table, 0)
    #expect {
      for index in 0..<elements.count {
        let element = try small.table(elements, index)
        let numbers = try small.vector(element, 0)
        _ = small.int32s(numbers)
      }
    } throws: { error in
      guard case .flatBuffer(.overlapping)? = error as? ImportError else { return false }
      return (error as? ImportError)?.category == .overLimit
    }
  }

  private func offset(_ bytes: [UInt8], _ position: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }

  private func patch(_ bytes: inout [UInt8], _ position: Int, _ value: Int) {
    for place in 0..<4 {
      bytes[position + place] = UInt8(truncatingIfNeeded: value >> (8 * place))
    }
  }
}

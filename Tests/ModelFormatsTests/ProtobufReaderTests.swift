import Testing

@testable import ModelFormats

@Suite struct ProtobufReaderTests {
  /// The fields of a message, as words.
  private func fields(_ bytes: [UInt8]) throws(ImportError) -> [String] {
    let reader = ProtobufReader(bytes)
    var cursor = reader.cursor(reader.file)
    var result: [String] = []
    while let (field, value) = try reader.next(&cursor) {
      switch value {
      case .number(let number): result.append("\(field)=\(number)")
      case .fixed32(let bits): result.append("\(field)=f\(bits)")
      case .fixed64(let bits): result.append("\(field)=d\(bits)")
      case .bytes(let range): result.append("\(field)=[\(range.count)]")
      }
    }
    return result
  }

  @Test("each kind of field is read, one after the other")
  func kinds() throws {
    #expect(
      try fields([
        0x08, 0x96, 0x01, 0x12, 2, 0xAA, 0xBB, 0x1D, 1, 0, 0, 0, 0x21, 2, 0, 0, 0, 0, 0, 0, 0,
      ]) == ["1=150", "2=[2]", "3=f1", "4=d2"])
    #expect(try fields([]) == [])
  }

  @Test("a number may take ten bytes, not more")
  func longNumbers() throws {
    let ten = [0x08] + Array(repeating: UInt8(0xFF), count: 9) + [1]
    #expect(try fields(ten) == ["1=\(UInt64.max)"])
    let eleven = [0x08] + Array(repeating: UInt8(0xFF), count: 10) + [1]
    #expect(throws: ImportError.self) { try fields(eleven) }
  }

  @Test("a length that reaches outside its message is refused with its place")
  func lengths() {
    #expect(throws: ImportError.protobuf(.truncated(offset: 0))) { try fields([0x12, 3, 1, 2]) }
    let huge = [0x12] + Array(repeating: UInt8(0xFF), count: 9) + [1]
    #expect(throws: ImportError.protobuf(.truncated(offset: 0))) { try fields(huge) }
    #expect(throws: ImportError.protobuf(.truncated(offset: 1))) { try fields([0x0D, 1, 2, 3]) }
  }

  @Test("groups and field zero are refused")
  func wireTypes() {
    #expect(throws: ImportError.protobuf(.wireType(3, offset: 0))) { try fields([0x0B]) }
    #expect(throws: ImportError.protobuf(.badNumber(offset: 0))) { try fields([0x00, 1]) }
  }

  @Test("groups are refused wherever they stand, as are the two wire types that do not exist")
  func groups() {
    for type in [3, 4, 6, 7] as [UInt8] {
      #expect(throws: ImportError.protobuf(.wireType(Int(type), offset: 2))) {
        try fields([0x08, 1, 0x10 | type, 1, 2, 3, 4, 5, 6, 7, 8])
      }
    }
  }

  @Test("a number in more bytes than it needs is read as what it says")
  func paddedNumbers() throws {
    #expect(try fields([0x88, 0x80, 0x80, 0, 0x81, 0x80, 0]) == ["1=1"])
    #expect(try fields([0x92, 0, 0x82, 0, 7, 8]) == ["2=[2]"])
  }

  @Test("a field number above those of protobuf is refused")
  func fieldNumbers() {
    let key =
      Array(repeating: UInt8(0xF8), count: 1) + Array(repeating: UInt8(0xFF), count: 8) + [1, 0]
    #expect(throws: ImportError.protobuf(.badNumber(offset: 0))) { try fields(key) }
  }
}

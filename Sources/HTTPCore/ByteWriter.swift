/// Writes bytes one behind the other into room that was measured before.
///
/// An array asks before each piece whether it is shared and has room; a head is thirty pieces.
struct ByteWriter {
  private let room: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  /// Calls `write` with a writer for at most `most` bytes, and appends what it wrote to `output`.
  static func append(
    atMost most: Int, to output: inout [UInt8], _ write: (inout ByteWriter) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { room in
      var writer = ByteWriter(room: room)
      write(&writer)
      output.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<writer.count]))
    }
  }

  private init(room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    precondition(bytes.count <= room.count - count, "the room was measured")
    (room.baseAddress! + count).initialize(from: source, count: bytes.count)
    count += bytes.count
  }

  mutating func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { write($0) } }

  mutating func write(_ text: StaticString) { text.withUTF8Buffer { write($0) } }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }

  mutating func write(decimal number: Int) {
    if number >= 10 { write(decimal: number / 10) }
    precondition(count < room.count, "the room was measured")
    room.initializeElement(at: count, to: UInt8(ascii: "0") + UInt8(number % 10))
    count += 1
  }
}

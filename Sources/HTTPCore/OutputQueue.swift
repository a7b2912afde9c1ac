/// Bytes on their way to a socket: small pieces are joined, large bodies are kept without a copy.
struct OutputQueue {
  private var segments: [[UInt8]] = [[]]
  /// How much of the first segment is sent.
  private var sent = 0
  /// Bytes that wait.
  private(set) var count = 0

  /// Bodies from this size are not copied behind their head.
  private static let separateSize = 16 << 10

  var isEmpty: Bool { count == 0 }

  /// Lets `write` add bytes to the last small segment.
  mutating func append(_ write: (inout [UInt8]) -> Void) {
    if segments[segments.count - 1].count >= Self.separateSize { segments.append([]) }
    let last = segments.count - 1
    let before = segments[last].count
    write(&segments[last])
    count += segments[last].count - before
  }

  mutating func append(_ body: [UInt8]) {
    if body.count < Self.separateSize {
      append { $0.append(contentsOf: body) }
    } else {
      segments.append(body)
      count += body.count
    }
  }

  /// Gives memory back that only an answer needs.
  mutating func giveMemoryBack() {
    if isEmpty, segments[0].capacity > 0 { segments = [[]] }
  }

  /// Sends what the socket takes: the last transfer's result, `.bytes` meaning that nothing waits.
  mutating func flush(to descriptor: Int32) -> Socket.Transfer {
    var index = 0
    defer { drop(index) }
    while index < segments.count {
      let isLast = index == segments.count - 1
      let result = segments[index].withUnsafeBytes { bytes -> Socket.Transfer in
        bytes.count == sent
          ? .bytes(0)
          : Socket.send(descriptor, UnsafeRawBufferPointer(rebasing: bytes[sent...]), more: !isLast)
      }
      guard case .bytes(let taken) = result else { return result }
      sent += taken
      count -= taken
      if sent < segments[index].count { continue }
      index += 1
      sent = 0
    }
    return .bytes(0)
  }

  /// Forgets the segments before `index`; the last one's memory is used again if it is small.
  private mutating func drop(_ index: Int) {
    if index < segments.count {
      segments.removeFirst(index)
    } else if segments.count == 1, segments[0].capacity <= Self.separateSize {
      segments[0].removeAll(keepingCapacity: true)
    } else {
      segments = [[]]
    }
  }
}

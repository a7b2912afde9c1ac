/// Bytes on their way to a socket: small pieces are joined, large bodies are kept without a copy.
struct OutputQueue {
  /// What goes before `tail`; empty but for large answers and slow clients.
  private var segments: [[UInt8]] = []
  /// Where small pieces are joined.
  private var tail: [UInt8] = []
  /// How much of the first of them is sent.
  private var sent = 0
  /// Bytes that wait.
  private(set) var count = 0

  /// Bodies from this size are not copied behind their head.
  private static let separateSize = 16 << 10

  var isEmpty: Bool { count == 0 }

  /// Lets `write` add bytes to the last small segment.
  mutating func append(_ write: (inout [UInt8]) -> Void) {
    if tail.count >= Self.separateSize { closeTail() }
    let before = tail.count
    write(&tail)
    count += tail.count - before
  }

  mutating func append(_ body: [UInt8]) {
    if body.count < Self.separateSize {
      append { $0.append(contentsOf: body) }
    } else {
      if !tail.isEmpty { closeTail() }
      segments.append(body)
      count += body.count
    }
  }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if tail.count >= Self.separateSize { closeTail() }
    tail.append(contentsOf: bytes)
    count += bytes.count
  }

  private mutating func closeTail() {
    segments.append(tail)
    tail = []
  }

  /// Gives memory back that only an answer needs.
  mutating func giveMemoryBack() {
    if isEmpty, tail.capacity > 0 { tail = [] }
  }

  /// Sends what the socket takes: the last transfer's result, `.bytes` meaning that nothing waits.
  mutating func flush(to descriptor: Int32) -> Socket.Transfer {
    if !segments.isEmpty {
      var index = 0
      defer { segments.removeFirst(index) }
      while index < segments.count {
        let isLast = index == segments.count - 1 && tail.isEmpty
        let result = send(segments[index], to: descriptor, more: !isLast)
        guard case .bytes = result else { return result }
        if sent < segments[index].count { continue }
        index += 1
        sent = 0
      }
    }
    while sent < tail.count {
      let result = send(tail, to: descriptor, more: false)
      guard case .bytes = result else { return result }
    }
    sent = 0
    if tail.capacity <= Self.separateSize {
      tail.removeAll(keepingCapacity: true)
    } else {
      tail = []
    }
    return .bytes(0)
  }

  private mutating func send(
    _ bytes: [UInt8], to descriptor: Int32, more: Bool
  ) -> Socket.Transfer {
    let start = sent
    let result = bytes.withUnsafeBytes {
      Socket.send(descriptor, UnsafeRawBufferPointer(rebasing: $0[start...]), more: more)
    }
    if case .bytes(let taken) = result {
      sent += taken
      count -= taken
    }
    return result
  }
}

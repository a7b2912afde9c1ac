import CNghttp2

// MARK: What goes

extension HTTP2Driver {
  func respond(_ response: HTTPResponse, _ exchange: Exchange, on stream: HTTP2Stream) {
    var response = response
    let length = response.body.count
    if exchange.isHead || response.status.forbidsBody { response.body = [] }
    var fields = FieldList(memory: fieldBytes)
    fields.append(":status", decimal: response.status.code)
    connection.loop.appendCommonFields(to: &fields, identifier: exchange.identifier)
    fields.append(response.headers)
    if !response.status.forbidsBody { fields.append("content-length", decimal: length) }
    stream.phase = .sending
    stream.exchange = exchange
    stream.response = response
    stream.window = ProgressWindow(start: connection.now)
    // A client that is still sending is told to stop when the body ends, so there must be one.
    let hasBody = !response.body.isEmpty || !stream.hasEnded
    fields.withFields { submit($0, hasBody: hasBody, on: stream) }
    fieldBytes = fields.takeMemory()
  }

  func interim(_ code: Int, on stream: HTTP2Stream) {
    var fields = FieldList(memory: fieldBytes)
    fields.append(":status", decimal: code)
    fields.withFields { submitInterim($0, on: stream) }
    fieldBytes = fields.takeMemory()
  }

  /// Copies the next piece of an answer's body.
  func read(
    from stream: HTTP2Stream, into space: UnsafeMutablePointer<UInt8>, _ length: Int,
    _ flags: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let count = min(length, stream.unsentCount)
    if count > 0, let body = stream.response?.body {
      body.withUnsafeBufferPointer { bytes in
        space.update(from: bytes.baseAddress! + stream.sent, count: count)
      }
      stream.sent += count
      stream.window.bytes += count
    }
    if stream.unsentCount == 0 {
      flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
      if !stream.hasEnded { stream.phase = .lingering }
      stream.window = ProgressWindow(start: connection.now)
    }
    return count
  }
}

/// An answer's fields, back to back in one buffer, in the form that the session takes.
struct FieldList {
  private var bytes: [UInt8]
  private var ends: [(name: Int, value: Int)] = []

  init(memory: [UInt8]) {
    bytes = memory
    bytes.removeAll(keepingCapacity: true)
    ends.reserveCapacity(12)
  }

  mutating func append(_ name: StaticString, decimal: Int) {
    append(name) { ResponseWriter.appendDecimal(decimal, to: &$0) }
  }

  mutating func append(_ name: StaticString, _ value: (inout [UInt8]) -> Void) {
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    let nameEnd = bytes.count
    value(&bytes)
    ends.append((nameEnd, bytes.count))
  }

  /// A name that is not known when this is compiled; the session makes its letters small.
  mutating func append(name: String, _ value: some Sequence<UInt8>) {
    bytes.append(contentsOf: name.utf8)
    let nameEnd = bytes.count
    bytes.append(contentsOf: value)
    ends.append((nameEnd, bytes.count))
  }

  /// The fields of an answer, without those that have no place in HTTP/2 (RFC 9113 section 8.2.2).
  mutating func append(_ headers: HTTPHeaders) {
    let text = headers.text
    for field in headers.fields where !ResponseWriter.isOwn(field, text) {
      bytes.append(contentsOf: text[Int(field.name.lowerBound)..<Int(field.name.upperBound)])
      let nameEnd = bytes.count
      bytes.append(contentsOf: text[Int(field.value.lowerBound)..<Int(field.value.upperBound)])
      ends.append((nameEnd, bytes.count))
    }
  }

  /// Calls `body` with pointers that hold while it runs; the session copies what they point to.
  mutating func withFields(_ body: ([nghttp2_nv]) -> Void) {
    let ends = ends
    bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return body([]) }
      var start = 0
      body(
        ends.map { end in
          defer { start = end.value }
          return nghttp2_nv(
            name: base + start, value: base + end.name, namelen: end.name - start,
            valuelen: end.value - end.name, flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
        })
    }
  }

  /// Gives the buffer back for the next answer.
  mutating func takeMemory() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

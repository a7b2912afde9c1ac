import CNghttp2

// MARK: What goes

extension HTTP2Driver {
  func respond(_ response: HTTPResponse, _ exchange: Exchange, on stream: HTTP2Stream) {
    var response = response
    let length = response.body.count
    if exchange.isHead || response.status.forbidsBody { response.body = [] }
    fields.removeAll()
    fields.append(":status", decimal: response.status.code)
    connection.loop.appendCommonFields(to: &fields, identifier: exchange.identifier)
    fields.append(response.headers)
    if !response.status.forbidsBody { fields.append("content-length", decimal: length) }
    stream.phase = .sending
    stream.exchange = exchange
    stream.response = response
    stream.pace = Pace(from: connection.now, patience: connection.limits.writePatience)
    // A client that is still sending is told to stop when the body ends, so there must be one.
    let hasBody = !response.body.isEmpty || !stream.hasEnded
    submit(hasBody: hasBody, on: stream)
  }

  func interim(_ code: Int, on stream: HTTP2Stream) {
    fields.removeAll()
    fields.append(":status", decimal: code)
    submitInterim(on: stream)
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
      let limits = connection.limits
      stream.pace.moved(
        count, at: connection.now, patience: limits.writePatience,
        slowest: limits.slowestBytesPerSecond)
    }
    if stream.unsentCount == 0 {
      flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
      if !stream.hasEnded { stream.phase = .lingering }
      stream.lingersSince = connection.now
    }
    return count
  }
}

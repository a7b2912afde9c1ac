import CNghttp2

// MARK: What goes

extension HTTP2Driver {
  func respond(
    _ response: consuming HTTPResponse, _ exchange: consuming Exchange, on stream: HTTP2Stream
  ) {
    let length = response.body.count
    if exchange.isHead || response.status.forbidsBody { response.body = [] }
    fields.removeAll()
    fields.append(":status", decimal: response.status.code)
    connection.loop.appendCommonFields(to: &fields, identifier: exchange.identifier)
    fields.append(response.headers)
    if !response.status.forbidsBody { fields.append("content-length", decimal: length) }
    // A client that is still sending is told to stop when the body ends, so there must be one.
    let hasBody = !response.body.isEmpty || !stream.hasEnded
    stream.phase = .sending
    stream.exchange = exchange
    stream.status = response.status
    stream.answer = response.body
    stream.pace = Pace(from: connection.now, patience: connection.loop.pacing.write)
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
    if count > 0 {
      stream.answer.withUnsafeBufferPointer { bytes in
        space.update(from: bytes.baseAddress! + stream.sent, count: count)
      }
      stream.sent += count
      stream.pace.moved(
        count, at: connection.now, patience: connection.loop.pacing.write,
        slowest: connection.loop.pacing.slowest)
    }
    if stream.unsentCount == 0 {
      flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
      if !stream.hasEnded { stream.phase = .lingering }
      stream.lingersSince = connection.now
    }
    return count
  }
}

import CNghttp2

// MARK: What comes

extension HTTP2Driver {
  /// A field of a request's head.
  func received(
    name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>
  ) {
    head.append(name: name, value: value, connection.loop.headLimits)
  }

  /// A whole frame; of a header section, the last.
  func received(_ frame: nghttp2_frame) {
    let isHeaders = frame.hd.type == UInt8(NGHTTP2_HEADERS.rawValue)
    if isHeaders { headersSince = nil }
    guard isHeaders || frame.hd.type == UInt8(NGHTTP2_DATA.rawValue),
      let stream = stream(frame.hd.stream_id)
    else { return }
    let isEnd = frame.hd.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
    stream.hasEnded = stream.hasEnded || isEnd
    guard stream.phase == .receiving else { return }
    if isHeaders, frame.headers.cat == NGHTTP2_HCAT_REQUEST {
      receivedHead(of: stream, isEnd: isEnd)
    }
    if isEnd, stream.phase == .receiving { dispatch(stream) }
  }

  /// A piece of a body; what comes for a stream that is answered already is dropped.
  func received(_ bytes: UnsafeBufferPointer<UInt8>, on stream: HTTP2Stream) {
    let limits = connection.limits
    if stream.phase == .lingering {
      stream.dropped += bytes.count
      if stream.dropped > limits.lingerBytes { reset(stream, NGHTTP2_NO_ERROR) }
    }
    guard stream.phase == .receiving else { return }
    stream.pace.moved(
      bytes.count, at: connection.now, patience: connection.loop.pacing.body,
      slowest: limits.slowestBytesPerSecond)
    guard bytes.count <= limits.bodyBytes - stream.body.count else {
      return fail(.bodyTooLarge(limit: limits.bodyBytes), on: stream)
    }
    guard bytes.count <= limits.connectionBodyBytes - heldBytes,
      account.cover(heldBytes + bytes.count)
    else {
      return fail(.overloaded(retryAfterSeconds: limits.retryAfterSeconds), on: stream)
    }
    stream.body.append(contentsOf: bytes)
    heldBytes += bytes.count
  }

  private func receivedHead(of stream: HTTP2Stream, isEnd: Bool) {
    stream.pace = Pace(from: connection.now, patience: connection.loop.pacing.body)
    do throws(HTTPFailure) {
      var parsed = try head.finish(connection.loop.headLimits)
      let service = connection.loop.service
      parsed.request.version = .http2
      service.complete(&parsed.request, peer: connection.peer)
      let limit = service.configuration.limits.bodyBytes
      let isTooLong = parsed.framing.toldLength > limit
      let invites = parsed.expectsContinue && !isEnd
      let length = parsed.framing.toldLength
      stream.request = parsed.request
      if isTooLong { throw HTTPFailure.bodyTooLarge(limit: limit) }
      guard invites, let request = stream.request else { return }
      var exchange = Exchange(of: request, started: connection.now)
      if let response = service.refusalBeforeBody(request, length: length, &exchange) {
        exchange.keep(request)
        respond(response, exchange, on: stream)
      } else {
        interim(100, on: stream)
      }
    } catch {
      fail(error, on: stream)
    }
  }

  private func dispatch(_ stream: HTTP2Stream) {
    guard var request = stream.request.take() else { return }
    if !stream.body.isEmpty {
      request.body = stream.body
      release(stream)
    }
    stream.phase = .answering
    let service = connection.loop.service
    var exchange = Exchange(of: request, started: connection.now)
    let address = ReplyAddress(
      door: connection.door, token: connection.token, stream: stream.identifier)
    if case .ready(let response) = service.answer(request, &exchange, to: address) {
      if service.observer.finished != nil { exchange.keep(request) }
      respond(response, exchange, on: stream)
    }
  }

  /// Answers a stream in place of its handler, before or behind its body.
  func fail(_ failure: HTTPFailure, on stream: HTTP2Stream) {
    release(stream)
    var exchange = Exchange(started: connection.now)
    if let request = stream.request {
      exchange = Exchange(of: request, started: connection.now)
      exchange.keep(request)
    }
    let response = connection.loop.service.answer(failure, stream.request, &exchange)
    respond(response, exchange, on: stream)
  }
}

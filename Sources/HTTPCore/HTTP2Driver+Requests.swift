import CNghttp2

// MARK: What comes

extension HTTP2Driver {
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
      bytes.count, at: connection.now, patience: limits.bodyPatience,
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
    stream.pace = Pace(from: connection.now, patience: connection.limits.bodyPatience)
    do throws(HTTPFailure) {
      let parsed = try stream.head.finish()
      let service = connection.loop.service
      let request = service.request(parsed, version: .http2, peer: connection.peer)
      stream.request = request
      if case .length(let length) = parsed.framing, length > connection.limits.bodyBytes {
        throw HTTPFailure.bodyTooLarge(limit: connection.limits.bodyBytes)
      }
      guard parsed.expectsContinue, !isEnd else { return }
      var exchange = Exchange(request, started: connection.now, isObserved: true)
      if let response = service.refusalBeforeBody(
        request, length: parsed.framing.toldLength, &exchange)
      {
        respond(response, exchange, on: stream)
      } else {
        interim(100, on: stream)
      }
    } catch {
      fail(error, on: stream)
    }
  }

  private func dispatch(_ stream: HTTP2Stream) {
    guard var request = stream.request else { return }
    request.body = stream.body
    release(stream)
    stream.request = nil
    stream.phase = .answering
    let service = connection.loop.service
    var exchange = Exchange(
      request, started: connection.now, isObserved: service.observer.finished != nil)
    let address = ReplyAddress(
      door: connection.door, token: connection.token, stream: stream.identifier)
    if case .ready(let response) = service.answer(request, &exchange, to: address) {
      respond(response, exchange, on: stream)
    }
  }

  /// Answers a stream in place of its handler, before or behind its body.
  func fail(_ failure: HTTPFailure, on stream: HTTP2Stream) {
    release(stream)
    var exchange = Exchange(started: connection.now)
    if let request = stream.request {
      exchange = Exchange(request, started: connection.now, isObserved: true)
    }
    let response = connection.loop.service.answer(failure, stream.request, &exchange)
    respond(response, exchange, on: stream)
  }
}

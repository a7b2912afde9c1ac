/// Reads HTTP/1 requests out of bytes as they come (RFC 9112).
///
/// A value: bytes go in, an outcome comes out, no socket and no clock inside. Lines are checked as soon
/// as they are whole, so a wrong one is refused without waiting for the rest. Whatever could be read in
/// two ways (RFC 9112 section 11.2, request smuggling) is refused.
struct RequestParser: Sendable {
  enum Outcome: Sendable {
    /// Everything given was used; the request is not whole yet.
    case needMore
    /// The head is whole and the client waits for `100 Continue` before it sends the body.
    /// Feed again what was left over, be it empty.
    case expectsContinue
    /// One whole request. What was not consumed belongs to the next one.
    case request(ParsedRequest)
    /// No further byte of this connection can be trusted.
    case reject(HTTPFailure)
  }

  /// What the connection must know to time it out.
  enum Phase: Sendable, Equatable {
    /// Not one byte of the next request has come.
    case idle
    case head
    case body
  }

  private enum State: Sendable, Equatable {
    case head
    case fixedBody(remaining: Int)
    case chunkSize
    case chunkData(remaining: Int)
    case chunkEnd
    case trailers
    case whole
    case failed(HTTPFailure)
  }

  private let headLimits: HeadLimits
  private let bodyLimit: Int
  private var state = State.head
  private var head = HeadParser()
  private var chunkLine = ChunkLine()
  private var request: ParsedRequest?
  private var body: [UInt8] = []
  /// Bytes of this request that were consumed in earlier calls, for the offsets of failures.
  private var consumed = 0

  init(limits: HTTPLimits) {
    headLimits = HeadLimits(limits)
    bodyLimit = limits.bodyBytes
  }

  /// The head of the request that is being read, once it is whole.
  var currentHead: ParsedRequest? { request }

  /// How many bytes of body have come.
  var bodyCount: Int { body.count }

  var phase: Phase {
    switch state {
    case .head: head.isEmpty ? .idle : .head
    case .fixedBody, .chunkSize, .chunkData, .chunkEnd, .trailers: .body
    case .whole, .failed: .idle
    }
  }

  /// Takes bytes from `input`, beginning at `offset`, and moves `offset` past what it used.
  mutating func feed(_ input: Span<UInt8>, from offset: inout Int) -> Outcome {
    let requestStart = offset - consumed
    do throws(HTTPFailure) {
      let outcome = try advance(input, &offset)
      consumed = state == .whole ? 0 : offset - requestStart
      return outcome
    } catch {
      let failure = located(error, noticedAt: max(0, offset - requestStart - 1))
      state = .failed(failure)
      return .reject(failure)
    }
  }

  /// The failure for a client that stopped sending in the middle of a request; nil between requests.
  func failureAtEnd() -> HTTPFailure? {
    guard phase != .idle else { return nil }
    return .malformed(
      reason: "the connection ended in the middle of a request",
      byteOffset: consumed)
  }
}

extension RequestParser {
  private mutating func advance(
    _ input: Span<UInt8>, _ offset: inout Int
  ) throws(HTTPFailure) -> Outcome {
    while true {
      switch state {
      case .head:
        guard let parsed = try head.feed(input, from: &offset, limits: headLimits) else {
          return .needMore
        }
        head = HeadParser()
        if let outcome = try begin(parsed) { return outcome }
      case .fixedBody(let remaining):
        let taken = take(remaining, input, &offset)
        if taken < remaining {
          state = .fixedBody(remaining: remaining - taken)
          return .needMore
        }
        return finish()
      case .chunkSize:
        guard let size = try chunkLine.feedSize(input, from: &offset) else { return .needMore }
        guard size <= bodyLimit - body.count else {
          throw .bodyTooLarge(limit: bodyLimit)
        }
        state = size == 0 ? .trailers : .chunkData(remaining: size)
      case .chunkData(let remaining):
        let taken = take(remaining, input, &offset)
        if taken < remaining {
          state = .chunkData(remaining: remaining - taken)
          return .needMore
        }
        state = .chunkEnd
      case .chunkEnd:
        guard try chunkLine.feedEnd(input, from: &offset) else { return .needMore }
        state = .chunkSize
      case .trailers:
        guard try head.feedTrailers(input, from: &offset, limits: headLimits) else {
          return .needMore
        }
        head = HeadParser()
        return finish()
      case .whole:
        state = .head
      case .failed(let failure):
        throw failure
      }
    }
  }

  /// Decides how the body is framed; answers at once where there is none or the client waits.
  private mutating func begin(_ parsed: consuming ParsedRequest) throws(HTTPFailure) -> Outcome? {
    let framing = parsed.framing
    let expectsContinue = parsed.expectsContinue
    request = parsed
    switch framing {
    case .none:
      return finish()
    case .length(let length):
      guard length <= bodyLimit else { throw .bodyTooLarge(limit: bodyLimit) }
      // The length is believed only up to a point: memory grows with what really comes.
      body.reserveCapacity(min(length, 256 << 10))
      state = .fixedBody(remaining: length)
    case .chunked:
      state = .chunkSize
    }
    return expectsContinue ? .expectsContinue : nil
  }

  private mutating func finish() -> Outcome {
    // `begin` sets it before every state that ends here, whatever bytes come.
    guard var parsed = request.take() else { preconditionFailure("a body follows a head") }
    if !body.isEmpty {
      parsed.request.body = body
      body = []
    }
    if chunkLine.isUsed { chunkLine = ChunkLine() }
    state = .whole
    return .request(parsed)
  }

  private mutating func take(_ count: Int, _ input: Span<UInt8>, _ offset: inout Int) -> Int {
    let available = min(count, input.count - offset)
    guard available > 0 else { return 0 }
    input.extracting(offset..<(offset + available)).withUnsafeBufferPointer {
      body.append(contentsOf: $0)
    }
    offset += available
    return available
  }

  /// A failure inside a body tells the place where it was noticed; one in the head knows its own.
  private func located(_ failure: HTTPFailure, noticedAt offset: Int) -> HTTPFailure {
    guard case .malformed(let reason, _) = failure, request != nil else { return failure }
    return .malformed(reason: reason, byteOffset: offset)
  }
}

/// HTTP/1 on a connection: one request at a time, answers in the order of the requests.
///
/// A pipelined request waits, unread, until the one before it is answered: order costs nothing, and a
/// client that floods feels its own socket fill up.
final class HTTP1Driver: ConnectionDriver {
  /// The request whose answer is being made.
  private struct Current {
    var keepsAlive: Bool
    var isOldClient: Bool
  }

  private let connection: Connection
  private var parser: RequestParser
  /// Bytes read and not yet parsed: what came together with a request that is still being answered.
  private var pending: [UInt8] = []
  private var current: Current?
  private var requestCount = 0
  private var phase = RequestParser.Phase.idle
  private var phaseStart: MonotonicTime
  /// Whether it was looked, in this idle time, if the last answer arrived.
  private var hasCheckedOutput = false
  private var bodyPace: Pace
  private var bodyBefore = 0
  private var account: BodyAccount

  init(connection: Connection) {
    self.connection = connection
    parser = RequestParser(limits: connection.limits)
    phaseStart = connection.now
    bodyPace = Pace(from: connection.now, patience: connection.loop.pacing.body)
    account = BodyAccount(service: connection.loop.service)
  }

  var wantsInput: Bool { canParse && pending.isEmpty }

  private var canParse: Bool {
    current == nil && connection.isOpen && !connection.hasTooMuchOutput
  }

  func received(_ bytes: Span<UInt8>) {
    var offset = 0
    parse(bytes, &offset)
    if offset < bytes.count, connection.isOpen {
      bytes.extracting(offset..<bytes.count).withUnsafeBufferPointer {
        pending.append(contentsOf: $0)
      }
    }
    notePhase()
    if !account.cover(parser.bodyCount), connection.isOpen {
      reject(.overloaded(retryAfterSeconds: connection.limits.retryAfterSeconds))
    }
  }

  func receivedEnd() {
    guard current == nil, pending.isEmpty, connection.isOpen else { return }
    endOfInput()
  }

  func continueWithInput() -> Bool {
    guard canParse, !pending.isEmpty else { return false }
    parsePending()
    return true
  }

  func deliver(_ response: HTTPResponse, _ exchange: Exchange, stream: Int32) {
    guard let current else { return }
    self.current = nil
    var exchange = exchange
    write(response, &exchange, current)
    phaseStart = connection.now
    hasCheckedOutput = false
    parsePending()
  }

  func drain() {
    if current == nil, pending.isEmpty, parser.phase == .idle { connection.finish(lingering: true) }
  }

  func connectionClosed() { account.settle() }
}

// MARK: Time

extension HTTP1Driver {
  func checkTime() {
    guard current == nil, connection.isOpen else { return }
    let now = connection.now
    let limits = connection.limits
    switch parser.phase {
    case .idle:
      let patience = requestCount == 0 ? limits.headerTime : connection.loop.service.idleTime
      if now - phaseStart > patience { return connection.close() }
      guard !hasCheckedOutput, now - phaseStart > limits.writePatience / 8 else { return }
      // An answer so short that the kernel took it whole may still lie there: a client that reads byte by
      // byte is as slow as one that does not read at all.
      hasCheckedOutput = true
      connection.rest(since: phaseStart)
    case .head:
      if now - phaseStart > limits.headerTime { reject(.timeout(.header)) }
    case .body:
      if bodyPace.isLost(at: now) { reject(.timeout(.body)) }
    }
  }

  /// Notes what the client is at, and how a body gets on; fewer bytes than before are another body's.
  private func notePhase() {
    let bodyCount = parser.bodyCount
    let pacing = connection.loop.pacing
    if parser.phase != phase {
      phase = parser.phase
      phaseStart = connection.now
      bodyPace = Pace(from: connection.now, patience: pacing.body)
    } else if bodyCount < bodyBefore {
      bodyPace = Pace(from: connection.now, patience: pacing.body)
    } else if bodyCount > bodyBefore {
      bodyPace.moved(
        bodyCount - bodyBefore, at: connection.now, patience: pacing.body,
        slowest: pacing.slowest)
    }
    bodyBefore = bodyCount
  }
}

// MARK: Requests

extension HTTP1Driver {
  private func parse(_ bytes: Span<UInt8>, _ offset: inout Int) {
    while offset < bytes.count, canParse {
      switch parser.feed(bytes, from: &offset) {
      case .needMore: return
      case .expectsContinue: answerExpectation(moreIsHere: offset < bytes.count)
      case .request(let parsed): handle(parsed)
      case .reject(let failure): reject(failure)
      }
    }
  }

  private func parsePending() {
    if !pending.isEmpty {
      let bytes = pending
      pending = []
      received(bytes.span)
    }
    if connection.hasEnded, pending.isEmpty, current == nil, connection.isOpen { endOfInput() }
  }

  /// The client sends no more: a half request is told so, anything else is simply over.
  private func endOfInput() {
    if let failure = parser.failureAtEnd() {
      reject(failure)
    } else {
      connection.finish(lingering: false)
    }
  }

  /// Asks for the body, unless the request would fail whatever it is (RFC 9110 section 10.1.1).
  private func answerExpectation(moreIsHere: Bool) {
    guard let head = parser.currentHead else { return }
    var request = head.request
    connection.loop.service.complete(&request, peer: connection.peer)
    var exchange = Exchange(of: request, started: connection.now)
    if let response = connection.loop.service.refusalBeforeBody(
      request, length: head.framing.toldLength, &exchange)
    {
      exchange.keep(request)
      refuse(response, &exchange)
    } else if !moreIsHere {
      connection.write(ResponseWriter.continueLine)
    }
  }

  private func handle(_ parsed: consuming ParsedRequest) {
    requestCount += 1
    let service = connection.loop.service
    let keepsAlive =
      parsed.keepsAlive && !connection.loop.isDraining
      && requestCount < service.configuration.limits.requestsPerConnection
    let current = Current(keepsAlive: keepsAlive, isOldClient: parsed.isOld)
    // In its place: taken out first, it would be shared and so copied.
    service.complete(&parsed.request, peer: connection.peer)
    let request = parsed.request
    var exchange = Exchange(of: request, started: connection.now)
    switch service.answer(request, &exchange, to: address) {
    case .ready(let response):
      if service.observer.finished != nil { exchange.keep(request) }
      write(response, &exchange, current)
    case .pending: self.current = current
    }
    phaseStart = connection.now
    hasCheckedOutput = false
  }

  private var address: ReplyAddress {
    ReplyAddress(door: connection.door, token: connection.token)
  }

  /// Answers and closes: after bytes that make no sense, no later byte does.
  private func reject(_ failure: HTTPFailure) {
    var exchange = Exchange(started: connection.now)
    var request = parser.currentHead?.request
    if var known = request {
      connection.loop.service.complete(&known, peer: connection.peer)
      exchange = Exchange(of: known, started: connection.now)
      exchange.keep(known)
      request = known
    }
    let response = connection.loop.service.answer(failure, request, &exchange)
    refuse(response, &exchange)
  }

  private func refuse(_ response: HTTPResponse, _ exchange: inout Exchange) {
    write(response, &exchange, Current(keepsAlive: false, isOldClient: false), lingering: true)
  }

  private func write(
    _ response: HTTPResponse, _ exchange: inout Exchange, _ current: Current,
    lingering: Bool = false
  ) {
    let keepsAlive = current.keepsAlive && !connection.loop.isDraining
    let framing = ResponseWriter.Framing(keepsAlive: keepsAlive, isOldClient: current.isOldClient)
    let loop = connection.loop
    connection.write { output in
      ResponseWriter.writeHead(
        of: response, framing, into: &output, common: loop.commonLines(),
        identifier: loop.identifierField(exchange.identifier))
    }
    let hasBody = !exchange.isHead && !response.status.forbidsBody
    if hasBody { connection.write(response.body) }
    connection.loop.finished(
      &exchange, response.status, bytesOut: hasBody ? response.body.count : 0)
    if !keepsAlive { connection.finish(lingering: lingering || !pending.isEmpty) }
  }
}

/// What is remembered of a request until its answer is sent.
struct Exchange: Sendable {
  /// What the observer hears at the end; the request is put in once nobody else needs it.
  var told = HTTPExchange()
  let started: MonotonicTime
  var isHead = false
  var identifier = ""

  init(started: MonotonicTime) { self.started = started }

  init(of request: HTTPRequest, started: MonotonicTime) {
    self.started = started
    told.bytesIn = request.body.count
    isHead = request.method == .head
    identifier = request.id
  }

  /// Keeps the request for the observer, without its body.
  mutating func keep(_ request: consuming HTTPRequest) {
    if !request.body.isEmpty { request.body = [] }
    told.request = request
  }
}

/// Where the compute pool sends an answer: a loop, a connection of it, and for HTTP/2 a stream.
struct ReplyAddress: Sendable {
  let door: EventLoop
  let token: ConnectionToken
  var stream: Int32 = 0

  func deliver(_ response: HTTPResponse, _ exchange: Exchange) {
    door.post { core in
      core.readTime()
      core.connection(token)?.deliver(response, exchange, stream: stream)
    }
  }
}

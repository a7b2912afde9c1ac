/// What is remembered of a request until its answer is sent.
struct Exchange: Sendable {
  var request: HTTPRequest?
  var route: String?
  var failure: HTTPFailure?
  var started: MonotonicTime
  var bytesIn = 0
  var isHead = false
  var identifier = ""

  init(started: MonotonicTime) { self.started = started }

  init(_ request: HTTPRequest, started: MonotonicTime, isObserved: Bool) {
    self.started = started
    bytesIn = request.body.count
    isHead = request.method == .head
    identifier = request.id
    guard isObserved else { return }
    self.request = request
    self.request?.body = []
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

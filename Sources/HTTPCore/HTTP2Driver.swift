import CNghttp2

/// HTTP/2 on a connection (RFC 9113), with framing, compression and flow control by nghttp2.
///
/// Bytes go into the session, the session calls back with fields, data and ends of streams, answers are
/// submitted to it, and what it wants to send is taken from it while there is room.
final class HTTP2Driver: ConnectionDriver {
  let connection: Connection
  private var session: OpaquePointer?
  private var table = StreamTable()
  /// Bytes of request bodies that are held for streams without an answer yet.
  var heldBytes = 0
  var account: BodyAccount
  /// The head that is coming; one at a time does (RFC 9113 section 4.3).
  var head = HTTP2Head()
  /// Since when a header section has been coming; nil when none is.
  var headersSince: MonotonicTime?
  /// The fields of the answer that is being submitted.
  var fields = FieldList()
  private var requestCount = 0
  private var lastStream = -1
  /// Numbers that a client left out: using them later is an error (RFC 9113 section 5.1.1).
  private var skipped: [ClosedRange<Int>] = []
  private var idleSince: MonotonicTime
  /// No new streams: the connection ends with the last answer.
  private var isClosing = false
  /// Nothing the session says has a meaning any more.
  private var isBroken = false

  init(connection: Connection) {
    self.connection = connection
    idleSince = connection.now
    account = BodyAccount(service: connection.loop.service)
    session = makeSession()
    submitSettings()
  }

  deinit { nghttp2_session_del(session) }

  var wantsInput: Bool { connection.isOpen && !connection.hasTooMuchOutput }

  func received(_ bytes: Span<UInt8>) {
    let taken = bytes.withUnsafeBufferPointer {
      nghttp2_session_mem_recv(session, $0.baseAddress, $0.count)
    }
    if taken < 0 {
      // An error past repair: a flood of some kind. The session has not said so itself.
      nghttp2_session_terminate_session(session, NGHTTP2_ENHANCE_YOUR_CALM.rawValue)
      _ = produce()
      isBroken = true
    }
    _ = produce()
  }

  /// The client sends no more: what is being answered is still answered.
  func receivedEnd() {
    isClosing = true
    for stream in table.streams where stream.phase == .receiving { release(stream) }
    _ = produce()
  }

  func continueWithInput() -> Bool { produce() }

  func deliver(_ response: HTTPResponse, _ exchange: Exchange, stream: Int32) {
    guard let stream = self.stream(stream), stream.phase == .answering else { return }
    respond(response, exchange, on: stream)
    _ = produce()
  }

  /// Says which streams will still be answered; the connection ends with the last of them.
  func drain() {
    guard !isClosing else { return }
    isClosing = true
    let last = nghttp2_session_get_last_proc_stream_id(session)
    nghttp2_submit_goaway(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, NGHTTP2_NO_ERROR.rawValue, nil, 0)
    _ = produce()
  }

  func connectionClosed() {
    for stream in table.streams { reportIfAnswered(stream) }
    table.removeAll()
    account.settle()
  }
}

// MARK: Streams

extension HTTP2Driver {
  /// The stream that is open under this number.
  func stream(_ identifier: Int32) -> HTTP2Stream? { table.find(identifier) }

  func openStream(_ identifier: Int32) {
    requestCount += 1
    head = HTTP2Head()
    let number = Int(identifier)
    if number > lastStream + 2 {
      skipped = skipped.suffix(Self.skippedLimit) + [(lastStream + 2)...(number - 2)]
    }
    lastStream = max(lastStream, number)
    table.open(identifier, now: connection.now, patience: connection.loop.pacing.body)
  }

  /// Refuses a header section on a stream that was skipped; the session takes it for a late trailer.
  func checkOrder(ofHeadersOn identifier: Int32) {
    let number = Int(identifier)
    if number < lastStream, skipped.contains(where: { $0.contains(number) }) {
      nghttp2_session_terminate_session(session, NGHTTP2_PROTOCOL_ERROR.rawValue)
    }
  }

  func closeStream(_ identifier: Int32) {
    guard let stream = table.remove(identifier) else { return }
    release(stream)
    reportIfAnswered(stream)
    stream.forget()
    table.reuse(stream)
    idleSince = connection.now
  }

  /// Forgets the body that a stream holds.
  func release(_ stream: HTTP2Stream) {
    if stream.body.isEmpty { return }
    heldBytes -= stream.body.count
    _ = account.cover(heldBytes)
    stream.body = []
  }

  private func reportIfAnswered(_ stream: HTTP2Stream) {
    guard var exchange = stream.exchange.take() else { return }
    connection.loop.finished(&exchange, stream.status, bytesOut: stream.sent)
  }

  /// Resets a stream whose answer nobody takes.
  func reset(_ stream: HTTP2Stream, _ code: nghttp2_error_code) {
    nghttp2_submit_rst_stream(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.identifier, code.rawValue)
  }

  /// Submits the answer whose fields are in `fields`, with the source of its body's bytes.
  func submit(hasBody: Bool, on stream: HTTP2Stream) {
    fields.withEntries { entries in
      guard hasBody else {
        nghttp2_submit_response(
          session, stream.identifier, entries.baseAddress, entries.count, nil)
        return
      }
      var provider = nghttp2_data_provider()
      provider.read_callback = HTTP2Callbacks.readBody
      nghttp2_submit_response(
        session, stream.identifier, entries.baseAddress, entries.count, &provider)
    }
  }

  func submitInterim(on stream: HTTP2Stream) {
    fields.withEntries { entries in
      _ = nghttp2_submit_headers(
        session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.identifier, nil, entries.baseAddress,
        entries.count, nil)
    }
  }
}

// MARK: Time

extension HTTP2Driver {
  func checkTime() {
    let now = connection.now
    let limits = connection.limits
    if let headersSince, now - headersSince > limits.headerTime {
      return terminate(NGHTTP2_ENHANCE_YOUR_CALM)
    }
    if table.isEmpty {
      let patience = requestCount == 0 ? limits.headerTime : connection.loop.service.idleTime
      if now - idleSince > patience { terminate(NGHTTP2_NO_ERROR) }
      return
    }
    for stream in table.streams { check(stream, now, limits) }
    _ = produce()
  }

  private func check(_ stream: HTTP2Stream, _ now: MonotonicTime, _ limits: HTTPLimits) {
    switch stream.phase {
    case .answering: break
    case .receiving:
      if stream.pace.isLost(at: now) { fail(.timeout(.body), on: stream) }
    case .sending:
      if isBlocked(stream) {
        if stream.pace.isLost(at: now) { reset(stream, NGHTTP2_CANCEL) }
      } else {
        // It waits for others on the connection, whose own pace is watched.
        stream.pace = Pace(from: now, patience: connection.loop.pacing.write)
      }
    case .lingering:
      // Nothing more of the request is needed (RFC 9113 section 8.1). Said later than the answer, because
      // some clients drop an answer that comes together with a reset.
      if now - stream.lingersSince > limits.lingerTime { reset(stream, NGHTTP2_NO_ERROR) }
    }
  }

  /// Whether the client's windows hold the stream's answer back.
  private func isBlocked(_ stream: HTTP2Stream) -> Bool {
    nghttp2_session_get_stream_remote_window_size(session, stream.identifier) <= 0
      || nghttp2_session_get_remote_window_size(session) <= 0
  }

  private func terminate(_ code: nghttp2_error_code) {
    nghttp2_session_terminate_session(session, code.rawValue)
    isClosing = true
    _ = produce()
  }
}

// MARK: The session

extension HTTP2Driver {
  /// Takes what the session wants to send, up to the limit of waiting output; false if there is nothing.
  private func produce() -> Bool {
    var hasProduced = false
    while !connection.hasTooMuchOutput {
      var bytes: UnsafePointer<UInt8>?
      let count = nghttp2_session_mem_send(session, &bytes)
      guard count > 0, let bytes else {
        if count < 0 { isBroken = true }
        break
      }
      connection.write(UnsafeBufferPointer(start: bytes, count: count))
      hasProduced = true
    }
    let isSilent =
      nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    let isDone =
      isClosing && !table.streams.contains { $0.phase == .answering || $0.phase == .sending }
    if isBroken || isSilent || isDone {
      connection.finish(lingering: true)
    }
    return hasProduced
  }

  private func makeSession() -> OpaquePointer? {
    var callbacks: OpaquePointer?
    nghttp2_session_callbacks_new(&callbacks)
    HTTP2Callbacks.install(on: callbacks)
    defer { nghttp2_session_callbacks_del(callbacks) }
    var options: OpaquePointer?
    nghttp2_option_new(&options)
    defer { nghttp2_option_del(options) }
    // Rapid reset (CVE-2023-44487): a hundred at once, then 33 a second; more ends the connection.
    nghttp2_option_set_stream_reset_rate_limit(options, 100, 33)
    // CONTINUATION flood (CVE-2024-28182).
    nghttp2_option_set_max_continuations(options, 8)
    // PING and SETTINGS floods: answers that may wait for a client that does not read them.
    nghttp2_option_set_max_outbound_ack(options, 100)
    var session: OpaquePointer?
    let user = Unmanaged.passUnretained(self).toOpaque()
    nghttp2_session_server_new2(&session, callbacks, user, options)
    precondition(session != nil, "nghttp2 has memory for a session")
    return session
  }

  private func submitSettings() {
    let limits = connection.limits
    let settings = [
      nghttp2_settings_entry(
        settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue),
        value: UInt32(clamping: limits.concurrentStreams)),
      nghttp2_settings_entry(
        settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue),
        value: Self.streamWindow),
      nghttp2_settings_entry(
        settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue),
        value: UInt32(clamping: limits.headerBytes)),
    ]
    let none = UInt8(NGHTTP2_FLAG_NONE.rawValue)
    nghttp2_submit_settings(session, none, settings, settings.count)
    nghttp2_session_set_local_window_size(session, none, 0, Self.connectionWindow)
  }

  /// Gaps that are remembered; well-behaved clients leave none.
  private static let skippedLimit = 15
  /// Bytes that a client may send on a stream before we have taken them.
  private static let streamWindow: UInt32 = 256 << 10
  /// The same for all streams of a connection together.
  private static let connectionWindow: Int32 = 1 << 20
}

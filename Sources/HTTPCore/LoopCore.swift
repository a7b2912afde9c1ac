/// What one loop owns: its connections, a read buffer that they share, the time.
///
/// Not `Sendable`: it lives on its loop's queue.
final class LoopCore {
  let service: Service
  let poller: Poller
  /// Limits in the form in which every request needs them.
  let headLimits: HeadLimits
  let pacing: Pacing
  let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
  /// The time of the event that is being handled.
  private(set) var now = MonotonicTime.now
  private(set) var isDraining = false
  private(set) var isStopped = false
  private var connections = SlotTable<Connection>()
  private var date: [UInt8] = []
  private var dateLine: [UInt8] = []
  private var dateSecond = Int.min
  /// When connections that are too slow are looked for next.
  private var nextSweep = MonotonicTime.now
  /// On the first loop: who accepts connections.
  private(set) var listener: Listener?

  init(service: Service, poller: Poller) {
    self.service = service
    self.poller = poller
    headLimits = HeadLimits(service.limits)
    pacing = Pacing(service.limits)
  }

  deinit { readBuffer.deallocate() }

  /// Waits for sockets or work and handles what comes; looks for connections that are too slow when it
  /// is time.
  func turn(_ mailbox: Mailbox) {
    let events = poller.wait(milliseconds: millisecondsToSweep)
    readTime()
    for event in events {
      if let connection = connections[event.token] {
        connection.handle(event.readiness)
      } else if event.token == .listener {
        listener?.accept()
      }
    }
    if mailbox.hasWork { for work in mailbox.take() { work(self) } }
    if now >= nextSweep { sweep() }
  }

  /// At least 1, so that a rest of less than one does not keep the thread busy; -1 without connections.
  private var millisecondsToSweep: Int32 {
    if connections.isEmpty { return -1 }
    let rest = nextSweep - now
    return Int32(clamping: rest.nanoseconds / 1_000_000 + 1)
  }

  func adopt(_ descriptor: Int32, peer: SocketAddress, door: EventLoop) {
    readTime()
    let connection = connections.insert { token in
      Connection(descriptor: descriptor, peer: peer, token: token, loop: self, door: door)
    }
    connection.open()
    if isStopped {
      connection.close()
    } else if isDraining {
      connection.drain()
    }
  }

  func connection(_ token: ConnectionToken) -> Connection? { connections[token] }

  func remove(_ token: ConnectionToken) {
    connections.remove(token)
    service.connectionClosed()
  }

  /// Lets running requests finish, closes each connection as it falls idle.
  func drain() {
    readTime()
    isDraining = true
    listener?.finish()
    for connection in connections { connection.drain() }
  }

  /// Closes everything now.
  func stop() {
    isStopped = true
    listener?.close()
    // It knows the loops, and this one knows it: a ring that would keep all of them.
    listener = nil
    for connection in connections { connection.close() }
  }

  /// Begins to accept connections on `descriptor` and to hand them to `loops`.
  func listen(on descriptor: Int32, for loops: [EventLoop]) {
    let listener = Listener(descriptor: descriptor, loops: loops, service: service, poller: poller)
    self.listener = listener
    listener.start()
  }

  /// Tells the observer about an answered request.
  func finished(_ exchange: inout Exchange, _ status: HTTPStatus, bytesOut: Int) {
    guard let observe = service.observer.finished else { return }
    exchange.told.status = status
    exchange.told.bytesOut = bytesOut
    exchange.told.duration = MonotonicTime.now - exchange.started
    observe(exchange.told)
  }

  func readTime() { now = MonotonicTime.now }

  /// The lines that every answer carries.
  func commonLines() -> [UInt8] {
    refreshDate()
    return dateLine
  }

  /// The field that names the request in its answer.
  func identifierField(_ identifier: String) -> (name: String, value: String)? {
    guard let name = service.configuration.requestIDHeader, !identifier.isEmpty else { return nil }
    return (name, identifier)
  }

  /// The same as fields of HTTP/2.
  func appendCommonFields(to fields: inout FieldList, identifier: String) {
    refreshDate()
    if let server = service.configuration.serverName { fields.append(name: "server", server) }
    fields.append("date") { $0.append(contentsOf: date) }
    if let name = service.configuration.requestIDHeader, !identifier.isEmpty {
      fields.append(name: name, identifier, isUnique: true)
    }
  }

  /// The date is formatted once a second.
  private func refreshDate() {
    let second = HTTPDate.now
    if second == dateSecond { return }
    dateSecond = second
    let server = service.configuration.serverName.map { "Server: \($0)\r\n" } ?? ""
    date = Array(HTTPDate.format(secondsSince1970: second).utf8)
    dateLine = Array("\(server)Date: ".utf8) + date + Array("\r\n".utf8)
  }

  private func sweep() {
    for connection in connections { connection.checkTime() }
    nextSweep = now + .seconds(service.sweepInterval)
  }
}

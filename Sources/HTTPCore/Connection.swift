import Glibc

/// One accepted socket: reads, writes and closes it; what the bytes mean is its driver's business.
///
/// Lives on one loop's queue.
final class Connection {
  private enum Life: Equatable {
    case open
    /// The answer is on its way; when it is out, the connection ends.
    case finishing(lingers: Bool)
    /// Everything is sent and the sending side closed: what still comes is read and forgotten.
    case lingering(since: MonotonicTime, bytes: Int)
    case closed
  }

  let descriptor: Int32
  let peer: SocketAddress
  let loop: LoopCore
  let door: EventLoop
  let token: ConnectionToken
  /// The client has closed its sending side.
  private(set) var hasEnded = false
  private var life = Life.open
  private var output = OutputQueue()
  private var driver: (any ConnectionDriver)?
  private var interest: Poller.Interest = .read
  /// Nil once it is known which protocol this is.
  private var preface: HTTP2Preface? = HTTP2Preface()
  /// Bytes given to the kernel, and those among them that the client had acknowledged when last looked.
  private var sentBytes = 0
  private var takenBytes = 0
  /// Set while answers wait for the client.
  private var outputPace: Pace?

  /// Reads of one event before other connections get their turn.
  private static let readsPerEvent = 8

  init(
    descriptor: Int32, peer: SocketAddress, token: ConnectionToken, loop: LoopCore, door: EventLoop
  ) {
    self.descriptor = descriptor
    self.peer = peer
    self.token = token
    self.loop = loop
    self.door = door
  }

  /// Begins to read.
  func open() {
    driver = HTTP1Driver(connection: self)
    if !loop.poller.add(descriptor, interest, token) { close() }
  }
}

// MARK: What drivers use

extension Connection {
  var limits: HTTPLimits { loop.service.configuration.limits }
  var now: MonotonicTime { loop.now }
  var isOpen: Bool { life == .open }
  var hasTooMuchOutput: Bool {
    output.count > loop.service.configuration.limits.pendingOutputBytes
  }

  func write(_ body: (inout [UInt8]) -> Void) { output.append(body) }

  func write(_ body: [UInt8]) { output.append(body) }

  func write(_ bytes: UnsafeBufferPointer<UInt8>) { output.append(bytes) }

  /// Ends the connection when everything written is sent.
  ///
  /// `lingering` keeps reading for a while, so that bytes which the client still sends do not make the
  /// kernel reset the connection before the answer is read (RFC 9112 section 9.6).
  func finish(lingering: Bool) {
    guard life == .open else { return }
    life = .finishing(lingers: lingering && !hasEnded)
  }

  /// Sends what the socket takes.
  func flush() {
    guard life != .closed else { return }
    let before = output.count
    let result = output.flush(to: descriptor)
    sentBytes &+= before - output.count
    switch result {
    case .bytes, .end:
      watch(interest.subtracting(.write))
      if case .finishing(let lingers) = life { endSending(lingers: lingers) }
    case .wouldBlock:
      if outputPace == nil { watchOutput(since: now) }
      watch(interest.union(.write))
    case .failed:
      close()
    }
  }

  /// Nothing is to be done, since a while: there may be ten thousand connections like this one.
  func rest(since start: MonotonicTime) {
    output.giveMemoryBack()
    watchOutput(since: start)
  }

  /// Begins to look whether the client takes what was sent, if anything waits for it.
  ///
  /// The kernel's count tells, not our own queue: a socket's buffer may take a large answer whole, and
  /// then asks for more only when a third of it is gone.
  private func watchOutput(since start: MonotonicTime) {
    let waiting = Socket.untakenOutput(descriptor)
    guard waiting > 0 || !output.isEmpty else { return }
    // Both counts only rise and are only compared: they may wrap.
    takenBytes = sentBytes &- waiting
    outputPace = Pace(from: start, patience: loop.pacing.write)
  }

  func resumeReading() {
    if life != .closed, !hasEnded { watch(interest.union(.read)) }
  }

  /// Ends the connection now.
  func close() {
    guard life != .closed else { return }
    life = .closed
    driver?.connectionClosed()
    // Connection and driver hold each other, which is cheaper at each use than an unowned reference.
    driver = nil
    Glibc.close(descriptor)
    loop.remove(token)
  }
}

// MARK: What the loop calls

extension Connection {
  func handle(_ readiness: Poller.Readiness) {
    if !readiness.isDisjoint(with: .dead) { return close() }
    if !readiness.isDisjoint(with: .writable) { writable() }
    if !readiness.isDisjoint(with: .readable) { readable(hasEnd: readiness.contains(.ended)) }
  }

  /// An answer that the compute pool has made.
  func deliver(_ response: HTTPResponse, _ exchange: Exchange, stream: Int32) {
    guard life == .open else { return }
    driver?.deliver(response, exchange, stream: stream)
    pump()
  }

  /// Answers what has come, takes nothing new.
  func drain() {
    guard life == .open else { return }
    readInput(hasEnd: false)
    guard life == .open else { return }
    driver?.drain()
    flush()
  }

  /// Closes the connection if it is too slow in what it is doing.
  func checkTime() {
    switch life {
    case .closed: return
    case .lingering(let since, _):
      if now - since > limits.lingerTime { close() }
    case .open, .finishing:
      if outputPace != nil { checkOutput() }
      guard life == .open, output.isEmpty else { return }
      driver?.checkTime()
      flush()
    }
  }

  private func checkOutput() {
    let waiting = Socket.untakenOutput(descriptor)
    // Counts that may wrap, of which only the difference is used.
    let taken = sentBytes &- waiting
    outputPace?.moved(
      taken &- takenBytes, at: now, patience: loop.pacing.write, slowest: loop.pacing.slowest)
    takenBytes = taken
    if outputPace?.isLost(at: now) == true {
      // An orderly end would leave what was sent with the kernel, for as long as the client takes it.
      Socket.dropOutputAtClose(descriptor)
      close()
    } else if waiting == 0, output.isEmpty {
      outputPace = nil
    }
  }
}

// MARK: Events

extension Connection {
  private func readable(hasEnd: Bool) {
    switch life {
    case .open: readInput(hasEnd: hasEnd)
    case .lingering(let since, let bytes): forgetInput(since: since, bytes: bytes)
    case .finishing: pauseReading()
    case .closed: break
    }
  }

  private func readInput(hasEnd: Bool) {
    reading: for _ in 0..<Self.readsPerEvent {
      guard life == .open, driver?.wantsInput == true else {
        pauseReading()
        break
      }
      switch Socket.receive(descriptor, into: loop.readBuffer) {
      case .bytes(let count):
        let bytes = UnsafeRawBufferPointer(rebasing: loop.readBuffer[..<count])
        receive(bytes.bindMemory(to: UInt8.self).span)
        // A short read from a stream socket has emptied it (epoll(7)); one system call is saved.
        if count < loop.readBuffer.count, !hasEnd { break reading }
      case .end:
        hasEnded = true
        pauseReading()
        passOnHeldInput()
        driver?.receivedEnd()
        break reading
      case .wouldBlock: break reading
      case .failed:
        return close()
      }
    }
    pump()
  }

  /// Passes bytes to the driver; the connection's first ones choose it.
  private func receive(_ bytes: Span<UInt8>) {
    guard var preface else { return driver?.received(bytes) ?? () }
    switch preface.look(at: bytes) {
    case .undecided:
      self.preface = preface
    case .http1:
      self.preface = nil
      if !preface.held.isEmpty { driver?.received(preface.held.span) }
      driver?.received(bytes)
    case .http2:
      self.preface = nil
      let http2 = HTTP2Driver(connection: self)
      driver = http2
      if !preface.held.isEmpty { http2.received(preface.held.span) }
      http2.received(bytes)
    }
  }

  /// Bytes that might have begun HTTP/2 are HTTP/1's when no more follow.
  private func passOnHeldInput() {
    guard let preface else { return }
    self.preface = nil
    if !preface.held.isEmpty { driver?.received(preface.held.span) }
  }

  private func forgetInput(since: MonotonicTime, bytes: Int) {
    switch Socket.receive(descriptor, into: loop.readBuffer) {
    case .bytes(let count):
      if bytes + count > limits.lingerBytes { return close() }
      life = .lingering(since: since, bytes: bytes + count)
    case .wouldBlock: break
    case .end, .failed: close()
    }
  }

  private func writable() { pump() }

  /// Sends, and lets the driver go on with what waited for room, until one of them has to wait.
  private func pump() {
    repeat {
      flush()
    } while life == .open && output.isEmpty && driver?.continueWithInput() == true
    if life == .open, !hasEnded, driver?.wantsInput == true { resumeReading() }
  }

  /// Everything is sent: close, or linger while the client may still be sending.
  private func endSending(lingers: Bool) {
    if hasEnded { return close() }
    if !lingers {
      switch Socket.receive(descriptor, into: loop.readBuffer) {
      case .wouldBlock, .end, .failed: return close()
      // Bytes nobody asked for: closing over them would reset the connection.
      case .bytes: break
      }
    }
    life = .lingering(since: now, bytes: 0)
    Socket.finishSending(descriptor)
    resumeReading()
  }

  private func pauseReading() { watch(interest.subtracting(.read)) }

  private func watch(_ interest: Poller.Interest) {
    guard interest != self.interest, life != .closed else { return }
    self.interest = interest
    loop.poller.change(descriptor, interest, token)
  }
}

import Dispatch
import Glibc

/// One accepted socket: reads, writes and closes it; what the bytes mean is its driver's business.
///
/// Lives on one loop's queue. The descriptor is closed by the last cancel handler and nowhere else, so
/// that its number cannot be given to another connection while a source still watches it.
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
  unowned let loop: LoopCore
  let door: EventLoop
  private(set) var token: ConnectionToken?
  /// The client has closed its sending side.
  private(set) var hasEnded = false
  private var life = Life.open
  private var output = OutputQueue()
  private var driver: (any ConnectionDriver)?
  private var readSource: (any DispatchSourceRead)?
  private var writeSource: (any DispatchSourceWrite)?
  private var isReadPaused = false
  private var isWriteArmed = false
  private var writeWindow: ProgressWindow?

  /// Reads of one event before other connections get their turn.
  private static let readsPerEvent = 8

  init(descriptor: Int32, peer: SocketAddress, loop: LoopCore, door: EventLoop) {
    self.descriptor = descriptor
    self.peer = peer
    self.loop = loop
    self.door = door
  }

  /// Begins to read.
  func open(as token: ConnectionToken) {
    self.token = token
    driver = HTTP1Driver(connection: self)
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: loop.queue)
    source.setEventHandler { [unowned self] in readable() }
    source.setCancelHandler { [self] in sourceEnded() }
    readSource = source
    source.activate()
  }
}

// MARK: What drivers use

extension Connection {
  var limits: HTTPLimits { loop.service.limits }
  var now: MonotonicTime { loop.now }
  var isOpen: Bool { life == .open }
  var hasTooMuchOutput: Bool { output.count > limits.pendingOutputBytes }

  func write(_ body: (inout [UInt8]) -> Void) { output.append(body) }

  func write(_ body: [UInt8]) { output.append(body) }

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
    switch output.flush(to: descriptor) {
    case .bytes, .end:
      writeWindow = nil
      disarmWriting()
      if case .finishing(let lingers) = life { endSending(lingers: lingers) }
    case .wouldBlock:
      if writeWindow == nil { writeWindow = ProgressWindow(start: now) }
      writeWindow?.bytes += before - output.count
      armWriting()
    case .failed:
      close()
    }
  }

  func resumeReading() {
    guard isReadPaused, life != .closed else { return }
    isReadPaused = false
    readSource?.resume()
  }

  /// Ends the connection now.
  func close() {
    guard life != .closed else { return }
    life = .closed
    driver?.connectionClosed()
    // A suspended source never runs its cancel handler, and releasing it would be a crash.
    if isReadPaused { readSource?.resume() }
    readSource?.cancel()
    if let writeSource {
      if !isWriteArmed { writeSource.resume() }
      writeSource.cancel()
    }
    if let token { loop.remove(token) }
  }
}

// MARK: What the loop calls

extension Connection {
  /// An answer that the compute pool has made.
  func deliver(_ response: HTTPResponse, _ exchange: Exchange, stream: Int32) {
    guard life == .open else { return }
    driver?.deliver(response, exchange, stream: stream)
    flush()
    resumeIfWanted()
  }

  func drain() {
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
      if let window = writeWindow {
        guard window.isOver(limits.writeWindow, at: now) else { return }
        if window.isTooSlow(limits.slowestBytesPerSecond, at: now) { return close() }
        writeWindow = ProgressWindow(start: now)
      } else if life == .open {
        driver?.checkTime()
        flush()
      }
    }
  }
}

// MARK: Events

extension Connection {
  private func readable() {
    loop.readTime()
    switch life {
    case .open: readInput()
    case .lingering(let since, let bytes): forgetInput(since: since, bytes: bytes)
    case .finishing: pauseReading()
    case .closed: break
    }
  }

  private func readInput() {
    reading: for _ in 0..<Self.readsPerEvent {
      guard life == .open, let driver, driver.wantsInput else {
        pauseReading()
        break
      }
      switch Socket.receive(descriptor, into: loop.readBuffer) {
      case .bytes(let count):
        let bytes = UnsafeRawBufferPointer(rebasing: loop.readBuffer[..<count])
        driver.received(bytes.bindMemory(to: UInt8.self).span)
        // A short read from a stream socket has emptied it (epoll(7)); one system call is saved.
        if count < loop.readBuffer.count { break reading }
      case .end:
        hasEnded = true
        pauseReading()
        driver.receivedEnd()
        break reading
      case .wouldBlock: break reading
      case .failed:
        return close()
      }
    }
    flush()
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

  private func writable() {
    loop.readTime()
    flush()
    guard life == .open, output.isEmpty else { return }
    driver?.outputDrained()
    flush()
    resumeIfWanted()
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

  private func resumeIfWanted() {
    if life == .open, !hasEnded, driver?.wantsInput == true { resumeReading() }
  }

  private func pauseReading() {
    guard !isReadPaused else { return }
    isReadPaused = true
    readSource?.suspend()
  }

  private func armWriting() {
    if isWriteArmed { return }
    isWriteArmed = true
    if let writeSource { return writeSource.resume() }
    let source = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: loop.queue)
    source.setEventHandler { [unowned self] in writable() }
    source.setCancelHandler { [self] in sourceEnded() }
    writeSource = source
    source.activate()
  }

  private func disarmWriting() {
    guard isWriteArmed else { return }
    isWriteArmed = false
    writeSource?.suspend()
  }

  /// Runs once for each source; the last one closes the descriptor.
  private func sourceEnded() {
    if readSource?.isCancelled == true, writeSource == nil {
      Glibc.close(descriptor)
      readSource = nil
    } else if writeSource != nil {
      writeSource = nil
    }
  }
}

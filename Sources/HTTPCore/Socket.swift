import CLinux
import Glibc

/// The system calls of a TCP server, with their results as values.
enum Socket {
  /// What `accept` gave.
  enum Accepted {
    case connection(Int32, SocketAddress)
    case none
    /// The process or the system has no descriptor or memory left.
    case exhausted(Int32)
  }

  /// What `recv` or `send` did.
  enum Transfer: Equatable {
    case bytes(Int)
    case end
    case wouldBlock
    case failed(Int32)
  }

  /// Binds and listens; gives back the descriptor and the port that it got.
  static func listen(
    host: String, port: Int, backlog: Int32
  ) throws(HTTPServerError) -> (descriptor: Int32, port: Int) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0, let first = list else {
      throw .unknownHost(host, reason: String(cString: gai_strerror(code)))
    }
    defer { freeaddrinfo(list) }
    func failure(_ call: String) -> HTTPServerError {
      .cannotListen(host: host, port: port, call: call, code: errno)
    }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(first.pointee.ai_family, kind, 0)
    guard descriptor >= 0 else { throw failure("socket") }
    set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    guard bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else {
      let error = failure("bind")
      close(descriptor)
      throw error
    }
    guard Glibc.listen(descriptor, backlog) == 0 else {
      let error = failure("listen")
      close(descriptor)
      throw error
    }
    return (descriptor, boundPort(descriptor))
  }

  static func accept(_ listener: Int32) -> Accepted {
    while true {
      var address = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let descriptor = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          accept4(listener, $0, &length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
        }
      }
      if descriptor >= 0 {
        // Without this, an answer can wait 40 ms for the acknowledgement of the one before it.
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        return .connection(descriptor, SocketAddress(address))
      }
      switch errno {
      case EAGAIN, EBADF, EINVAL: return .none
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted(errno)
      // Errors of the one connection that was waiting (accept(2), "Error handling"): take the next.
      default: continue
      }
    }
  }

  static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      if errno != EINTR { return errno == EAGAIN ? .wouldBlock : .failed(errno) }
    }
  }

  /// `more` says that another `send` follows at once, so that both may share a packet.
  static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, more: Bool) -> Transfer {
    let flags = MSG_NOSIGNAL | (more ? MSG_MORE : 0)
    while true {
      let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(flags))
      if count >= 0 { return .bytes(count) }
      if errno != EINTR { return errno == EAGAIN ? .wouldBlock : .failed(errno) }
    }
  }

  /// Bytes that were sent and that the other side has not acknowledged (tcp(7), SIOCOUTQ).
  static func untakenOutput(_ descriptor: Int32) -> Int {
    var count: Int32 = 0
    return ioctl(descriptor, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
  }

  /// Says that no more will be sent, while still reading.
  static func finishSending(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Makes the close of a socket a reset, which forgets what the other side has not taken (socket(7)).
  static func dropOutputAtClose(_ descriptor: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func boundPort(_ descriptor: Int32) -> Int {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(descriptor, $0, &length)
      }
    }
    return Int(SocketAddress(address).port)
  }
}

#if canImport(Glibc)
  import Glibc
#endif

/// One request to a service, one answer, one connection: what `--server` needs and no more.
///
/// HTTP/1.0 with `Connection: close` (RFC 9112 section 9.6): the answer has no chunks then and ends
/// with the connection. Any failure of the network is status 3, never a wrong answer.
struct HTTPClient {
  struct Answer {
    var status: Int
    var contentType: String
    var body: [UInt8]
  }

  private let host: String
  private let port: String
  private let authority: String
  private let prefix: String

  /// Seconds that connecting, and each piece sent or received, may take.
  private static let patience = 60
  private static let answerLimit = 256 << 20

  /// - Parameter url: `http://HOST[:PORT][/PREFIX]`.
  init(_ url: String) throws(CommandFailure) {
    let scheme = "http://"
    guard url.lowercased().hasPrefix(scheme), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !url.contains(where: { "?#@".contains($0) })
    else { throw .badInput("--server needs http://HOST[:PORT], got '\(url)'") }
    let rest = url.dropFirst(scheme.count)
    let end = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = String(rest[..<end])
    self.authority = authority
    var path = rest[end...]
    while path.hasSuffix("/") { path = path.dropLast() }
    prefix = String(path)
    // The colon of a port stands after the bracket that ends an IPv6 address.
    let bracket = authority.lastIndex(of: "]")
    var colon = authority.lastIndex(of: ":")
    if let bracket, let last = colon, last < bracket { colon = nil }
    host = authority[..<(colon ?? authority.endIndex)].filter { $0 != "[" && $0 != "]" }
    port = colon.map { String(authority[authority.index(after: $0)...]) } ?? "80"
    guard !host.isEmpty, let number = UInt16(port), number > 0 else {
      throw .badInput("--server needs http://HOST[:PORT], got '\(url)'")
    }
  }

  func post(
    _ path: String, query: [(String, String)], _ body: [UInt8], token: String?
  ) throws(CommandFailure) -> Answer {
    var head = "POST \(prefix)\(path)?\(Self.text(of: query)) HTTP/1.0\r\n"
    head += "Host: \(authority)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
    if let token { head += "Authorization: Bearer \(token)\r\n" }
    let descriptor = try connected()
    defer { close(descriptor) }
    // An answer may come before all is sent, as 413 does: reading decides.
    send(Array((head + "\r\n").utf8) + body, to: descriptor)
    return try answer(in: receive(from: descriptor))
  }

  private func failure(_ reason: String) -> CommandFailure {
    .serverUnavailable("\(authority): \(reason)")
  }

  private func connected() throws(CommandFailure) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, port, &hints, &found)
    guard code == 0 else { throw failure(String(cString: gai_strerror(code))) }
    defer { freeaddrinfo(found) }
    var reason: Int32 = 0
    var next = found
    while let address = next?.pointee {
      next = address.ai_next
      let descriptor = socket(
        address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
      guard descriptor >= 0 else {
        reason = errno
        continue
      }
      var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
      let size = socklen_t(MemoryLayout<timeval>.size)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
      setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
      if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return descriptor }
      reason = errno
      close(descriptor)
    }
    throw failure(String(cString: strerror(reason)))
  }

  private func send(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private func receive(from descriptor: Int32) throws(CommandFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0 && errno == EINTR { continue }
      // A reset after a whole answer is how some servers refuse the rest of a body.
      guard count >= 0 || !bytes.isEmpty else { throw failure(String(cString: strerror(errno))) }
      if count <= 0 { return bytes }
      guard bytes.count + count <= Self.answerLimit else {
        throw failure("the answer is too large")
      }
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  private func answer(in bytes: [UInt8]) throws(CommandFailure) -> Answer {
    let mark = Array("\r\n\r\n".utf8)
    guard bytes.count >= mark.count,
      let end = (0...(bytes.count - mark.count)).first(where: { bytes[$0...].starts(with: mark) })
    else { throw failure("no HTTP answer") }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let status = lines.first?.split(separator: " ") ?? []
    guard status.count >= 2, status[0].hasPrefix("HTTP/1."), let code = Int(status[1]) else {
      throw failure("no HTTP answer")
    }
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count == 2 ? parts[1].drop { $0 == " " } : ""
      return (name: parts[0].lowercased(), value: String(value))
    }
    let body = Array(bytes[(end + mark.count)...])
    if let stated = fields.first(where: { $0.name == "content-length" }),
      Int(stated.value) != body.count
    {
      throw failure("the answer is cut off")
    }
    return Answer(
      status: code, contentType: fields.first { $0.name == "content-type" }?.value ?? "",
      body: body)
  }

  /// A query as it stands in a URL.
  static func text(of query: [(String, String)]) -> String {
    query.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&")
  }

  /// All but the unreserved characters as `%XX` (RFC 3986 section 2.3).
  private static func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return result
  }
}

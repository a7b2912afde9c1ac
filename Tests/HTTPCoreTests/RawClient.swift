import Glibc

@testable import HTTPCore

/// A client that sends exactly the bytes it is told and reads what comes back.
///
/// Its reads give up after two minutes: no test waits for that, a broken one ends by it.
final class RawClient {
  private(set) var descriptor: Int32
  private var unread: [UInt8] = []

  enum Failure: Error, Equatable {
    case cannotConnect(Int32)
    case cannotSend(Int32)
    case timedOut
    case reset
    case malformedResponse(String)
  }

  init(port: Int, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var timeout = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure.cannotConnect(errno) }
  }

  deinit { close() }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure.cannotSend(errno) }
      sent += count
    }
  }

  /// Closes the sending side; reading goes on.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Closes with a reset in place of an orderly end.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  /// Some bytes; empty at the end of the connection.
  func receive(atMost limit: Int = 65_536) throws -> [UInt8] {
    if !unread.isEmpty {
      defer { unread = [] }
      return unread
    }
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = recv(descriptor, &buffer, limit, 0)
    guard count >= 0 else { throw errno == ECONNRESET ? Failure.reset : Failure.timedOut }
    return Array(buffer[..<count])
  }

  func receiveToEnd() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try receive()
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  /// Reads one response and keeps what came after it.
  func response(isHead: Bool = false) throws -> RawResponse {
    var bytes: [UInt8] = []
    while true {
      if let (response, rest) = try RawResponse.first(in: bytes[...], isHead: isHead) {
        unread = Array(rest)
        return response
      }
      let more = try receive()
      guard !more.isEmpty else {
        throw Failure.malformedResponse(String(decoding: bytes, as: UTF8.self))
      }
      bytes += more
    }
  }

  /// Reads every response until the server closes.
  func responses(isHead: Bool = false) throws -> [RawResponse] {
    let bytes = try receiveToEnd()
    var rest = bytes[...]
    var responses: [RawResponse] = []
    while !rest.isEmpty {
      guard
        let (response, after) = try RawResponse.first(
          in: rest, isHead: isHead && responses.isEmpty)
      else { throw Failure.malformedResponse(String(decoding: rest, as: UTF8.self)) }
      responses.append(response)
      rest = after
    }
    return responses
  }
}

/// A response as the bytes tell it, read by code of its own.
struct RawResponse {
  var status: Int
  var statusLine: String
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The first response in `bytes` and what follows it; nil when it is not whole.
  static func first(
    in bytes: ArraySlice<UInt8>, isHead: Bool
  ) throws -> (RawResponse, ArraySlice<UInt8>)? {
    let end = Array("\r\n\r\n".utf8)
    guard
      let headEnd = bytes.indices.first(where: { bytes[$0...].starts(with: end) })
    else { return nil }
    let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n")
    let parts = lines[0].split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0] == "HTTP/1.1", let status = Int(parts[1]) else {
      throw RawClient.Failure.malformedResponse(String(lines[0]))
    }
    let headers = lines.dropFirst().map { line -> (name: String, value: String) in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (String(line[..<colon]), String(line[colon...].dropFirst(2)))
    }
    var response = RawResponse(
      status: status, statusLine: String(lines[0]), headers: headers, body: [])
    let hasNone = isHead || status < 200 || status == 204 || status == 304
    let length = hasNone ? 0 : Int(response["content-length"] ?? "0") ?? 0
    let start = headEnd + 4
    guard bytes.endIndex - start >= length else { return nil }
    response.body = Array(bytes[start..<(start + length)])
    return (response, bytes[(start + length)...])
  }
}

extension RawClient {
  /// Whether something came, or the connection ended.
  var hasInput: Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
    return count >= 0 || errno != EAGAIN
  }
}

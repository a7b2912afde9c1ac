@testable import HTTPCore

/// A frame of HTTP/2 as bytes (RFC 9113 section 4.1).
struct Frame: Equatable {
  enum Kind: UInt8 {
    case data, headers, priority, reset, settings, push, ping, goaway, windowUpdate, continuation
    case unknown = 0xEE
  }

  static let endStream: UInt8 = 0x1
  static let acknowledge: UInt8 = 0x1
  static let endHeaders: UInt8 = 0x4
  static let padded: UInt8 = 0x8
  static let priority: UInt8 = 0x20

  var kind: UInt8
  var flags: UInt8 = 0
  var stream: UInt32 = 0
  var payload: [UInt8] = []

  init(_ kind: Kind, _ flags: UInt8 = 0, _ stream: UInt32 = 0, _ payload: [UInt8] = []) {
    self.init(kind: kind.rawValue, flags: flags, stream: stream, payload: payload)
  }

  init(kind: UInt8, flags: UInt8, stream: UInt32, payload: [UInt8]) {
    (self.kind, self.flags, self.stream, self.payload) = (kind, flags, stream, payload)
  }

  var bytes: [UInt8] {
    let length = payload.count
    return [
      UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), kind, flags,
    ]
      + Self.word(stream) + payload
  }

  static func word(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func setting(_ identifier: UInt16, _ value: UInt32) -> [UInt8] {
    [UInt8(identifier >> 8), UInt8(identifier & 0xFF)] + word(value)
  }

  /// A header block of literals that are never indexed (RFC 7541 section 6.2.3).
  static func block(_ fields: [(String, String)]) -> [UInt8] {
    fields.flatMap { name, value in [0x10] + string(name) + string(value) }
  }

  private static func string(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
    var rest = bytes.count - 127
    var length: [UInt8] = [127]
    while rest >= 128 {
      length.append(UInt8(rest & 127 | 128))
      rest >>= 7
    }
    return length + [UInt8(rest)] + bytes
  }

  static let getFields = [
    (":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "h"),
  ]
  static let postFields = [(":method", "POST")] + getFields.dropFirst()

  /// A whole GET.
  static func get(_ stream: UInt32, path: String = "/", extra: [(String, String)] = []) -> Frame {
    let fields = getFields.map { $0.0 == ":path" ? (":path", path) : $0 }
    return Frame(.headers, endHeaders | endStream, stream, block(fields + extra))
  }

  /// The head of a POST whose body is to come.
  static func post(_ stream: UInt32, path: String = "/", extra: [(String, String)] = []) -> Frame {
    let fields = postFields.map { $0.0 == ":path" ? (":path", path) : $0 }
    return Frame(.headers, endHeaders, stream, block(fields + extra))
  }
}

/// Speaks HTTP/2 in single frames, right and wrong ones.
final class HTTP2Client {
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  let raw: RawClient
  /// Kept, so that it runs as long as its client.
  private let server: TestServer
  private var unread: [UInt8] = []

  /// Connects and says hello; with no table of fields, so that answers can be read one by one.
  init(_ server: TestServer, settings: [UInt8] = []) throws {
    self.server = server
    raw = try server.client()
    try raw.send(Self.preface + Frame(.settings, 0, 0, Frame.setting(1, 0) + settings).bytes)
  }

  func send(_ frames: [Frame]) throws { try raw.send(frames.flatMap(\.bytes)) }

  /// The next frame; nil at the end of the connection.
  func frame() throws -> Frame? {
    while true {
      if unread.count >= 9 {
        let length = Int(unread[0]) << 16 | Int(unread[1]) << 8 | Int(unread[2])
        if unread.count >= 9 + length {
          let stream = unread[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
          let frame = Frame(
            kind: unread[3], flags: unread[4], stream: stream,
            payload: Array(unread[9..<(9 + length)])
          )
          unread.removeFirst(9 + length)
          return frame
        }
      }
      let more = try raw.receive()
      if more.isEmpty { return nil }
      unread += more
    }
  }

  /// Frames up to and with the first that fulfils `isLast`, or all until the end.
  func frames(until isLast: (Frame) -> Bool) throws -> [Frame] {
    var frames: [Frame] = []
    while let next = try frame() {
      frames.append(next)
      if isLast(next) { break }
    }
    return frames
  }

  /// The answer on a stream; nil if the stream or the connection ends without one.
  func answer(on stream: UInt32) throws -> (status: Int, body: [UInt8])? {
    var status: Int?
    var body: [UInt8] = []
    while let next = try frame() {
      guard next.stream == stream else { continue }
      switch next.kind {
      case Frame.Kind.headers.rawValue: status = Self.status(next.payload)
      case Frame.Kind.data.rawValue: body += next.payload
      case Frame.Kind.reset.rawValue: return nil
      default: break
      }
      let isHeadersOrData = next.kind <= Frame.Kind.headers.rawValue
      if isHeadersOrData, next.flags & Frame.endStream != 0 { return status.map { ($0, body) } }
    }
    return nil
  }

  /// The value of `:status`, which stands first in an answer's block.
  static func status(_ block: [UInt8]) -> Int? {
    guard let start = block.firstIndex(where: { $0 & 0xE0 != 0x20 }) else { return nil }
    let indexed = [0x88: 200, 0x89: 204, 0x8A: 206, 0x8B: 304, 0x8C: 400, 0x8D: 404, 0x8E: 500]
    if let status = indexed[Int(block[start])] { return status }
    let length = Int(block[start + 1] & 0x7F)
    let value = Array(block[(start + 2)..<(start + 2 + length)])
    guard block[start + 1] & 0x80 != 0 else { return Int(String(decoding: value, as: UTF8.self)) }
    return digits(value)
  }

  /// Three digits in the code of RFC 7541 appendix B: 0 to 2 have five bits, 3 to 9 six.
  private static func digits(_ bytes: [UInt8]) -> Int? {
    let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - UInt8($0)) & 1 } }
    var index = 0
    var number = 0
    for _ in 0..<3 {
      let five = bits[index..<(index + 5)].reduce(0) { $0 << 1 | Int($1) }
      if five < 3 {
        number = number * 10 + five
        index += 5
      } else {
        let six = five << 1 | Int(bits[index + 5])
        number = number * 10 + six - 0x19 + 3
        index += 6
      }
    }
    return number
  }
}

/// Writes an answer's head in HTTP/1.1's form (RFC 9112 section 4).
enum ResponseWriter {
  /// What the connection, not the handler, decides about an answer.
  struct Framing {
    var keepsAlive: Bool
    /// The request was HTTP/1.0, which closes unless told otherwise.
    var isOldClient: Bool
  }

  static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  static func writeHead(
    of response: HTTPResponse, _ framing: Framing, into output: inout [UInt8],
    common: (inout [UInt8]) -> Void
  ) {
    output.append(contentsOf: "HTTP/1.1 ".utf8)
    appendDecimal(response.status.code, to: &output)
    output.append(UInt8(ascii: " "))
    output.append(contentsOf: response.status.reasonPhrase.utf8)
    appendLineEnd(to: &output)
    common(&output)
    response.headers.text.withUnsafeBufferPointer { text in
      for field in response.headers.fields where !isOwn(field, text) {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[field.nameBytes]))
        output.append(UInt8(ascii: ":"))
        output.append(UInt8(ascii: " "))
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[field.valueBytes]))
        appendLineEnd(to: &output)
      }
    }
    if !response.status.forbidsBody {
      output.append(contentsOf: "Content-Length: ".utf8)
      appendDecimal(response.body.count, to: &output)
      appendLineEnd(to: &output)
    }
    if !framing.keepsAlive {
      output.append(contentsOf: "Connection: close\r\n".utf8)
    } else if framing.isOldClient {
      output.append(contentsOf: "Connection: keep-alive\r\n".utf8)
    }
    appendLineEnd(to: &output)
  }

  static func appendDecimal(_ number: Int, to output: inout [UInt8]) {
    if number < 10 {
      output.append(UInt8(ascii: "0") + UInt8(number))
    } else {
      appendDecimal(number / 10, to: &output)
      output.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
  }

  static func appendLineEnd(to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\r"))
    output.append(UInt8(ascii: "\n"))
  }

  /// Fields of the connection and of framing are the server's alone: two lengths in one answer are two
  /// answers.
  static func isOwn(_ field: HTTPHeaders.Field, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch field.name.count {
    case 4: equals(field, "date", text)
    case 7: equals(field, "upgrade", text)
    case 10: equals(field, "connection", text) || equals(field, "keep-alive", text)
    case 14: equals(field, "content-length", text)
    case 16: equals(field, "proxy-connection", text)
    case 17: equals(field, "transfer-encoding", text)
    default: false
    }
  }

  private static func equals(
    _ field: HTTPHeaders.Field, _ name: StaticString, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    name.withUTF8Buffer { expected in
      zip(text[field.nameBytes], expected).allSatisfy { ByteClass.lowercased($0) == $1 }
    }
  }
}

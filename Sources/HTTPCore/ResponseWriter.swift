/// Writes an answer's head in HTTP/1.1's form (RFC 9112 section 4).
enum ResponseWriter {
  /// What the connection, not the handler, decides about an answer.
  struct Framing {
    var keepsAlive: Bool
    /// The request was HTTP/1.0, which closes unless told otherwise.
    var isOldClient: Bool
  }

  static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  /// - Parameters:
  ///   - common: lines that every answer carries.
  ///   - identifier: the request's, and the field that carries it.
  static func writeHead(
    of response: HTTPResponse, _ framing: Framing, into output: inout [UInt8],
    common: [UInt8], identifier: (name: String, value: String)?
  ) {
    let headers = response.headers
    let named = identifier.map { $0.name.utf8.count + $0.value.utf8.count + 4 } ?? 0
    // Four bytes a field are its colon, space and line end; the rest is fixed.
    let most =
      160 + response.status.reasonPhrase.utf8.count + common.count + named
      + headers.text.count + 4 * headers.fields.count
    ByteWriter.append(atMost: most, to: &output) { head in
      if response.status == .ok {
        head.write("HTTP/1.1 200 OK\r\n")
      } else {
        head.write("HTTP/1.1 ")
        head.write(decimal: response.status.code)
        head.write(" ")
        head.write(response.status.reasonPhrase)
        head.write("\r\n")
      }
      head.write(common)
      if let identifier {
        head.write(identifier.name)
        head.write(": ")
        head.write(identifier.value)
        head.write("\r\n")
      }
      write(headers, to: &head)
      if !response.status.forbidsBody {
        head.write("Content-Length: ")
        head.write(decimal: response.body.count)
        head.write("\r\n")
      }
      if !framing.keepsAlive {
        head.write("Connection: close\r\n")
      } else if framing.isOldClient {
        head.write("Connection: keep-alive\r\n")
      }
      head.write("\r\n")
    }
  }

  private static func write(_ headers: HTTPHeaders, to head: inout ByteWriter) {
    headers.text.withUnsafeBufferPointer { text in
      for field in headers.fields where !isOwn(field, text) {
        head.write(UnsafeBufferPointer(rebasing: text[field.nameBytes]))
        head.write(": ")
        head.write(UnsafeBufferPointer(rebasing: text[field.valueBytes]))
        head.write("\r\n")
      }
    }
  }

  static func appendDecimal(_ number: Int, to output: inout [UInt8]) {
    if number < 10 {
      output.append(UInt8(ascii: "0") + UInt8(number))
    } else {
      appendDecimal(number / 10, to: &output)
      output.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
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

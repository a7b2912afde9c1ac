/// What is too long, too many, or nothing like a request.
extension Probe {
  private static func letters(_ count: Int) -> String { String(repeating: "a", count: count) }

  static let limits: [Probe] = [
    Probe(
      "9112 3", "a request line at the limit",
      "GET /\(letters(8_192 - 14)) HTTP/1.1\r\nHost: h\r\n\r\n", .open([404])),
    Probe(
      "9110 15.5.15", "a request line one byte past it",
      "GET /\(letters(8_192 - 13)) HTTP/1.1\r\nHost: h\r\n\r\n", .closed([414])),
    Probe(
      "9110 15.5.15", "a target of 100 KB", "GET /\(letters(100_000)) HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([414])),
    Probe(
      "9110 15.5.1", "a method of 100 KB", "\(letters(100_000)) / HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "6585 5", "a header section at the limit",
      "GET / HTTP/1.1\r\nHost: h\r\nX: \(letters(65_536 - 9 - 5 - 2))\r\n\r\n", .open([200])),
    Probe(
      "6585 5", "a header section one byte past it",
      "GET / HTTP/1.1\r\nHost: h\r\nX: \(letters(65_536 - 9 - 5 - 1))\r\n\r\n", .closed([431])),
    Probe(
      "6585 5", "a header value of 100 KB",
      "GET / HTTP/1.1\r\nHost: h\r\nX: \(letters(100_000))\r\n\r\n", .closed([431])),
    Probe(
      "6585 5", "a header name of 100 KB",
      "GET / HTTP/1.1\r\nHost: h\r\n\(letters(100_000)): 1\r\n\r\n", .closed([431])),
    Probe(
      "6585 5", "as many fields as allowed",
      "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "X: 1\r\n", count: 99) + "\r\n",
      .open([200])),
    Probe(
      "6585 5", "one field more",
      "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "X: 1\r\n", count: 100) + "\r\n",
      .closed([431])),
    Probe(
      "6585 5", "ten thousand fields",
      "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "X: 1\r\n", count: 10_000) + "\r\n",
      .closed([431])),
  ]

  static let garbage: [Probe] = [
    Probe(
      "8446 5.1", "a TLS handshake", bytes: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01], .closed([400])),
    Probe("9110 15.5.1", "every byte there is", bytes: (0...255).map { UInt8($0) }, .closed([400])),
    Probe("9110 15.5.1", "zeros", bytes: [UInt8](repeating: 0, count: 64), .closed([400])),
    Probe("9110 15.5.1", "high bytes", bytes: [UInt8](repeating: 0xFF, count: 64), .closed([400])),
    Probe("9110 15.5.1", "JSON", "{\"op\": \"conv2d\"}\r\n\r\n", .closed([400])),
    Probe(
      "9110 15.5.1", "an answer", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .closed([400])),
    Probe("9110 15.5.1", "another protocol's greeting", "EHLO example.com\r\n", .closed([400])),
    Probe(
      "9113 3.4", "a preface that is none", "INVALID CONNECTION PREFACE\r\n\r\n", .closed([400])),
    Probe(
      "9113 3.4", "a preface that goes wrong", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", .closed([505])),
  ]
}

/// Bytes after which two servers may disagree about where the next request begins: RFC 9112 section 11.2.
extension Probe {
  private static let post = "POST / HTTP/1.1\r\nHost: h\r\n"
  private static let coding = "Transfer-Encoding: chunked\r\n"
  private static let inner = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
  private static let innerHead = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"

  /// A hidden request, or half of one, behind a body: refused, or read as the one thing that it can be.
  static let desynchronised: [Probe] = [
    Probe(
      "9112 6.1", "length of five and coding", post + "Content-Length: 5\r\n\(coding)\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.1", "coding and length of five", post + "\(coding)Content-Length: 5\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.1", "length of four and coding", post + "Content-Length: 4\r\n\(coding)\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.1", "coding and length of thirty",
      post + "\(coding)Content-Length: 30\r\n\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 11.2", "one byte behind the last chunk, inside the length",
      post + "Content-Length: 6\r\n\(coding)\r\n0\r\n\r\nX", .closed([400])),
    Probe(
      "9112 11.2", "chunks behind a length that ends among them",
      post + "\(coding)Content-Length: 3\r\n\r\n5\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 11.2", "HEAD hidden behind a last chunk",
      post + "Content-Length: \(5 + innerHead.utf8.count)\r\n\(coding)\r\n0\r\n\r\n\(innerHead)",
      .closed([400])),
    Probe(
      "9112 11.2", "coding and length around a hidden GET",
      post + "\(coding)Content-Length: 4\r\n\r\n1c\r\n\(inner)\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 11.2", "two codings around a hidden GET",
      post + "\(coding)Transfer-Encoding: identity\r\n\r\n0\r\n\r\n\(inner)", .closed([400])),
    Probe(
      "9112 11.2", "a doubled coding and a length around a hidden GET",
      post + "\(coding)\(coding)Content-Length: 5\r\n\r\n0\r\n\r\n\(inner)", .closed([400])),
    Probe(
      "9112 11.2", "a body of nothing before a method with a letter more",
      post + "Content-Length: 0\r\n\r\nX\(inner)", .open([200, 501])),
    Probe(
      "9110 9.3.1", "GET whose body is half a request, and its rest",
      "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 15\r\n\r\nGET /nope HTTP/",
      .open([200])),
    Probe(
      "9110 9.3.1", "GET whose length takes in the next request's start",
      "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello\(inner)", .open([200, 200])),
    Probe(
      "9110 9.3.7", "OPTIONS with a body, then a request",
      "OPTIONS / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello\(inner)",
      .open([204, 200])),
    Probe(
      "9110 9.3.2", "HEAD with chunks, then a request",
      "HEAD / HTTP/1.1\r\nHost: h\r\n\(coding)\r\n3\r\nabc\r\n0\r\n\r\n", .open([200]), body: ""),
    Probe(
      "9112 5.2", "OPTIONS with a folded coding",
      "OPTIONS / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n\(inner)",
      .closed([400])),
    Probe(
      "9110 10.1.1", "an expectation, a body, then a request",
      post + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello\(inner)", .open([200, 200]),
      body: "hello"),
    Probe(
      "9110 10.1.1", "a refused expectation hides nothing",
      "POST /nope HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 28\r\n\r\n\(inner)",
      .closed([404])),
    Probe(
      "9112 7.1", "a size that is no number, then a request",
      post + "\(coding)\r\nzz\r\nhello\r\n0\r\n\r\n\(inner)", .closed([400])),
    Probe(
      "9112 7.1", "a size with a sign, then a request",
      post + "\(coding)\r\n+5\r\nhello\r\n0\r\n\r\n\(inner)", .closed([400])),
    Probe(
      "9112 7.1", "one byte more than the size, then a request",
      post + "\(coding)\r\n5\r\nhello!\r\n0\r\n\r\n\(inner)", .closed([400])),
    Probe(
      "9112 7.1", "a last chunk without its CRLF, then a request",
      post + "\(coding)\r\n5\r\nhello\r\n0\r\n\(inner)", .closed([400])),
    Probe(
      "9112 7.1.1", "a hidden request in an extension's bare LF",
      post + "\(coding)\r\n2;\nxx\r\n22\r\n0\r\n\r\n\(inner)", .closed([400])),
    Probe(
      "9112 7.1.1", "an extension's quoted line end",
      post + "\(coding)\r\n5;a=\"\r\n\"\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 6.3", "eight requests of all kinds in one packet",
      inner + post + "Content-Length: 1\r\n\r\na" + post + "\(coding)\r\n1\r\nb\r\n0\r\n\r\n"
        + inner
        + post + "Content-Length: 0\r\n\r\n" + inner
        + "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n" + inner,
      .open([200, 200, 200, 200, 200, 200, 204, 200])),
    Probe(
      "9112 3.2.2", "an absolute target wins over Host",
      "GET http://other.example/target HTTP/1.1\r\nHost: h\r\n\r\n", .open([200]),
      body: "http://other.example/target /target -"),
  ]

  /// Lengths, codings and names written so that a careless reader takes them for something else.
  static let obfuscated: [Probe] = [
    Probe(
      "9110 8.6", "three equal lengths", post + "Content-Length: 5, 5, 5\r\n\r\nhello",
      .closed([400])),
    Probe(
      "9110 8.6", "a length that is octal to some",
      post + "Content-Length: 0200\r\n\r\n" + String(repeating: "A", count: 200), .closed([400])),
    Probe(
      "9110 8.6", "a length of three digits", post + "Content-Length: 005\r\n\r\nhello",
      .closed([400])),
    Probe(
      "9110 5.5", "a tab before the length", post + "Content-Length:\t5\r\n\r\nhello", .open([200]),
      body: "hello"),
    Probe(
      "9110 5.5", "a space behind the length", post + "Content-Length: 5 \r\n\r\nhello",
      .open([200]), body: "hello"),
    Probe(
      "9110 8.6", "a negative length past every word",
      "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: -123456789123456789123456789\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 8.6", "a length in quotes", post + "Content-Length: \"5\"\r\n\r\nhello", .closed([400])),
    Probe(
      "9110 8.6", "a length behind a comma", post + "Content-Length: ,5\r\n\r\nhello",
      .closed([400])),
    Probe(
      "9110 8.6", "an empty length before a good one",
      post + "Content-Length:\r\nContent-Length: 5\r\n\r\nhello", .closed([400])),
    Probe(
      "9112 5.1", "two lengths, one with a space before its colon",
      post + "Content-Length: 11\r\nContent-Length : 5\r\n\r\nhello world", .closed([400])),
    Probe(
      "9110 5.6.2", "a tab inside the length's name",
      post + "Content-Length: 11\r\nContent\tLength: 99\r\n\r\nhello world", .closed([400])),
    Probe(
      "9110 5.1", "the coding's name in capitals",
      post + "TRANSFER-ENCODING: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", .open([200]),
      body: "hello"),
    Probe(
      "9112 6.1", "a tab before the coding, and a length",
      post + "Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n\r\nhello", .closed([400])),
    Probe(
      "9112 6.1", "a coding with a parameter, and a length",
      post + "Transfer-Encoding: chunked;ext=val\r\nContent-Length: 5\r\n\r\nhello", .closed([400])),
    Probe(
      "9112 6.1", "a coding that begins like chunked",
      post + "Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n", .closed([501])),
    Probe(
      "9112 6.1", "a coding in single quotes",
      post + "Transfer-Encoding: 'chunked'\r\n\r\n0\r\n\r\n", .closed([501])),
    Probe(
      "9110 5.6.2", "a coding's name with a NUL",
      post + "Transfer-Encoding\0: chunked\r\n\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 2.2", "a coding hidden behind a bare CR",
      post + "X: a\rTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello", .closed([400])),
    Probe(
      "9112 2.2", "a coding hidden behind a bare LF",
      post + "X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9110 6.5.1", "a credential in the trailer",
      post + "\(coding)\r\n5\r\nhello\r\n0\r\nAuthorization: Bearer evil\r\n\r\n", .open([200]),
      body: "hello"),
    Probe(
      "9110 6.5.1", "a type in the trailer",
      post + "\(coding)\r\n5\r\nhello\r\n0\r\nContent-Type: text/evil\r\n\r\n", .open([200]),
      body: "hello"),
    Probe(
      "9110 5.5", "NUL in a trailer", post + "\(coding)\r\n0\r\nX: a\0b\r\n\r\n", .closed([400])),
    Probe(
      "9110 5.6.2", "a bracket in a trailer's name", post + "\(coding)\r\n0\r\nX[]: 1\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 5.5", "BEL, backspace and a vertical tab in a value",
      "GET / HTTP/1.1\r\nHost: h\r\nX: abc\u{7}\u{8}\u{B}def\r\n\r\n", .closed([400])),
    Probe(
      "3986 2.1", "an escaped line end in the path",
      "GET /path/a%0D%0Ab HTTP/1.1\r\nHost: h\r\n\r\n", .open([200]), body: "a\r\nb"),
    Probe(
      "3986 2.1", "an escaped line end in a query",
      "GET /target?a=%0d%0aX:%201 HTTP/1.1\r\nHost: h\r\n\r\n", .open([200]),
      body: "/target?a=%0d%0aX:%201 /target a=%0d%0aX:%201"),
    Probe(
      "3629 3", "an overlong slash without escapes",
      bytes: Array("GET /".utf8) + [0xC0, 0xAF] + Array(" HTTP/1.1\r\nHost: h\r\n\r\n".utf8),
      .closed([400])),
    Probe("9112 3.2", "a line of nothing but spaces", "   \r\n\r\n", .closed([400])),
    Probe("9112 2.2", "nothing but bare LFs", "\n\n\n", .closed([400])),
    Probe(
      "9112 3", "a request line of 8,000 bytes",
      "GET /\(String(repeating: "a", count: 7_900)) HTTP/1.1\r\nHost: h\r\n\r\n", .open([404])),
    Probe(
      "9110 15.5.14", "a length of gigabytes and no body",
      post + "Content-Length: 9999999999\r\n\r\n", .closed([413])),
    Probe(
      "3986 3.2.2", "a zone in an IPv6 address", "GET / HTTP/1.1\r\nHost: [fe80::1%25eth0]\r\n\r\n",
      .closed([400])),
    Probe("9110 7.2", "a fragment in Host", "GET / HTTP/1.1\r\nHost: h#a\r\n\r\n", .closed([400])),
    Probe(
      "9110 7.2", "a backslash in Host", "GET / HTTP/1.1\r\nHost: h\\a\r\n\r\n", .closed([400])),
    Probe("9110 7.2", "NUL in Host", "GET / HTTP/1.1\r\nHost: h\0\r\n\r\n", .closed([400])),
    Probe(
      "9110 7.2", "a port with a sign", "GET / HTTP/1.1\r\nHost: h:+80\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2.3", "CONNECT to a path", "CONNECT / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([501])),
    Probe(
      "9112 2.3", "a version of the wrong name", "GET / HTTPS/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 2.3", "a version with a sign", "GET / HTTP/+1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 2.3", "a version of three parts", "GET / HTTP/1.1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9110 2.5", "a version that no one knows, without Host", "GET / HTTP/7.0\r\n\r\n",
      .closed([505])),
  ]
}

/// Where a body ends: RFC 9112 sections 6 and 7, and the smuggling of section 11.2.
extension Probe {
  private static let post = "POST / HTTP/1.1\r\nHost: h\r\n"
  private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

  static let lengths: [Probe] = [
    Probe(
      "9112 6.2", "a length and its body", post + "Content-Length: 5\r\n\r\nhello", .open([200]),
      body: "hello"),
    Probe(
      "9112 6.2", "a length of zero", post + "Content-Length: 0\r\n\r\n", .open([200]), body: ""),
    Probe("9112 6.3", "neither length nor coding", post + "\r\n", .open([200]), body: ""),
    Probe(
      "9112 5.1", "white space around the length", post + "Content-Length:  5 \t\r\n\r\nhello",
      .open([200]), body: "hello"),
    Probe("9110 8.6", "a sign", post + "Content-Length: +5\r\n\r\nhello", .closed([400])),
    Probe("9110 8.6", "a negative length", post + "Content-Length: -1\r\n\r\n", .closed([400])),
    Probe("9110 8.6", "a negative zero", post + "Content-Length: -0\r\n\r\n", .closed([400])),
    Probe("9110 8.6", "letters", post + "Content-Length: abc\r\n\r\n", .closed([400])),
    Probe(
      "9110 8.6", "digits and a letter", post + "Content-Length: 5x\r\n\r\nhello", .closed([400])),
    Probe("9110 8.6", "nothing", post + "Content-Length:\r\n\r\n", .closed([400])),
    Probe(
      "9110 8.6", "a hexadecimal length", post + "Content-Length: 0x5\r\n\r\nhello", .closed([400])),
    Probe("9110 8.6", "an octal length", post + "Content-Length: 0o5\r\n\r\nhello", .closed([400])),
    Probe("9110 8.6", "a leading zero", post + "Content-Length: 05\r\n\r\nhello", .closed([400])),
    Probe("9110 8.6", "two zeros", post + "Content-Length: 00\r\n\r\n", .closed([400])),
    Probe(
      "9110 8.6", "a space inside", post + "Content-Length: 1 0\r\n\r\nhelloworld", .closed([400])),
    Probe(
      "9110 8.6", "an underscore inside", post + "Content-Length: 1_0\r\n\r\nhelloworld",
      .closed([400])),
    Probe("9110 8.6", "a decimal point", post + "Content-Length: 5.0\r\n\r\nhello", .closed([400])),
    Probe(
      "9110 8.6", "an exponent", post + "Content-Length: 1e1\r\n\r\nhelloworld", .closed([400])),
    Probe(
      "9110 8.6", "full-width digits", post + "Content-Length: \u{FF15}\r\n\r\nhello",
      .closed([400])),
    Probe(
      "9110 8.6", "more than 64 bits", post + "Content-Length: 99999999999999999999\r\n\r\n",
      .closed([400])),
    Probe("9110 8.6", "2^63", post + "Content-Length: 9223372036854775808\r\n\r\n", .closed([400])),
    Probe(
      "9110 15.5.14", "2^63 - 1", post + "Content-Length: 9223372036854775807\r\n\r\n",
      .closed([413])),
    Probe(
      "9110 15.5.14", "one byte more than allowed", post + "Content-Length: 33554433\r\n\r\n",
      .closed([413])),
    Probe(
      "9110 8.6", "two lengths", post + "Content-Length: 5\r\nContent-Length: 10\r\n\r\nhelloworld",
      .closed([400])),
    Probe(
      "9110 8.6", "the same length twice",
      post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", .closed([400])),
    Probe(
      "9110 8.6", "a list of lengths", post + "Content-Length: 5, 10\r\n\r\nhello", .closed([400])),
    Probe(
      "9110 8.6", "a list of one length", post + "Content-Length: 5, 5\r\n\r\nhello", .closed([400])
    ),
    Probe("9112 6.3", "a body cut short", post + "Content-Length: 10\r\n\r\nhello", .cut([400])),
    Probe("9112 6.3", "no body at all", post + "Content-Length: 10\r\n\r\n", .cut([400])),
    Probe(
      "9112 11.2", "an underscore in the name",
      post + "Content-Length: 5\r\nContent_Length: 99\r\n\r\nhello", .closed([400])),
    Probe(
      "9112 5.1", "a space before the colon of the length",
      post + "Content-Length : 5\r\n\r\nhello", .closed([400])),
    Probe(
      "9112 5.2", "a folded length", post + "Content-Length:\r\n 5\r\n\r\nhello", .closed([400])),
    Probe(
      "9112 6.2", "a body that looks like a request",
      post + "Content-Length: 18\r\n\r\nGET /x HTTP/1.1\r\n\r", .open([200])),
    Probe(
      "9112 6.2", "HTTP/1.0 with a length", "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello",
      .closed([200]), body: "hello"),
  ]

  static let transferCodings: [Probe] = [
    Probe(
      "9112 7.1", "one chunk", chunked + "5\r\nhello\r\n0\r\n\r\n", .open([200]), body: "hello"),
    Probe(
      "9112 7", "chunked in capitals", post + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n",
      .open([200])),
    Probe(
      "9112 5.1", "white space around chunked",
      post + "Transfer-Encoding:\tchunked \r\n\r\n0\r\n\r\n", .open([200])),
    Probe(
      "9112 6.1", "an unknown coding", post + "Transfer-Encoding: gzip\r\n\r\n", .closed([501])),
    Probe(
      "9112 6.1", "an unknown coding under chunked",
      post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", .closed([501])),
    Probe(
      "9112 7", "identity is no coding any more", post + "Transfer-Encoding: identity\r\n\r\n",
      .closed([501])),
    Probe(
      "9112 6.1", "xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", .closed([501])),
    Probe(
      "9112 6.3", "chunked is not last", post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.3", "chunked twice in one field",
      post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 6.3", "chunked in two fields",
      post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.3", "chunked and identity in two fields",
      post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe("9112 6.1", "an empty coding", post + "Transfer-Encoding:\r\n\r\n", .closed([400])),
    Probe(
      "9112 6.1", "a comma in front", post + "Transfer-Encoding: , chunked\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.1", "a comma behind", post + "Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.1", "a parameter", post + "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.1", "two words", post + "Transfer-Encoding: chunked foo\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.1", "quotes", post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", .closed([400])
    ),
    Probe(
      "9110 5.5", "a vertical tab before chunked",
      post + "Transfer-Encoding: \u{B}chunked\r\n\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9110 5.5", "a form feed before chunked",
      post + "Transfer-Encoding: \u{C}chunked\r\n\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9110 5.5", "NUL behind chunked", post + "Transfer-Encoding: chunked\0\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 5.1", "a space before the coding's colon",
      post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 5.2", "a folded coding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 6.1", "a coding in HTTP/1.0",
      "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 11.2", "an underscore in the coding's name",
      post + "Transfer_Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 6.3", "GET with chunks",
      "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
      .open([200])),
  ]

  static let chunks: [Probe] = [
    Probe(
      "9112 7.1", "two chunks", chunked + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", .open([200]),
      body: "hello world"),
    Probe("9112 7.1", "no chunk but the last", chunked + "0\r\n\r\n", .open([200]), body: ""),
    Probe(
      "9112 7.1", "a size in capitals", chunked + "A\r\nhelloworld\r\n0\r\n\r\n", .open([200]),
      body: "helloworld"),
    Probe(
      "9112 7.1", "a size in small letters", chunked + "a\r\nhelloworld\r\n0\r\n\r\n", .open([200]),
      body: "helloworld"),
    Probe(
      "9112 7.1", "leading zeros in a size", chunked + "0005\r\nhello\r\n000\r\n\r\n", .open([200]),
      body: "hello"),
    Probe(
      "9112 7.1", "data that looks like the end", chunked + "5\r\n0\r\n\r\n\r\n0\r\n\r\n",
      .open([200]), body: "0\r\n\r\n"),
    Probe(
      "9112 7.1.1", "an extension", chunked + "5;a=b\r\nhello\r\n0\r\n\r\n", .open([200]),
      body: "hello"),
    Probe(
      "9112 7.1.1", "an extension without a value", chunked + "5;a\r\nhello\r\n0;b\r\n\r\n",
      .open([200]), body: "hello"),
    Probe(
      "9112 7.1.1", "a quoted value", chunked + "5;a=\"b\\\";c\"\r\nhello\r\n0\r\n\r\n",
      .open([200]), body: "hello"),
    Probe(
      "9112 7.1.1", "spaces around an extension", chunked + "5 ; a = b ; c\r\nhello\r\n0\r\n\r\n",
      .open([200]), body: "hello"),
    Probe("9112 7.1.1", "a semicolon alone", chunked + "5;\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1.1", "a name that is no token", chunked + "5;a[=b\r\nhello\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 7.1.1", "an equals sign without a value", chunked + "5;a=\r\nhello\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 7.1.1", "a quote left open", chunked + "5;a=\"b\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1.1", "NUL in an extension", chunked + "5;\0a\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1.1", "a bare LF behind an extension", chunked + "5;a\nhello\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 7.1.1", "a bare LF behind a semicolon", chunked + "5;\nhello\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 7.1.1", "a bare CR in an extension", chunked + "5;a\rX\r\nhello\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 7.1.1", "an extension without end",
      chunked + "5;" + String(repeating: "a", count: 20_000) + "\r\nhello\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 7.1", "a sign before the size", chunked + "+5\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe("9112 7.1", "a negative size", chunked + "-1\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a prefix before the size", chunked + "0x5\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a space before the size", chunked + " 5\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a space behind the size", chunked + "5 \r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a tab behind the size", chunked + "5\t\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "an underscore in the size", chunked + "1_0\r\nhelloworld123456\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 7.1", "a size that is no number", chunked + "g\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe("9112 7.1", "no size", chunked + "\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a size of 65 bits", chunked + "10000000000000000\r\nhello\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 7.1", "a size of 64 bits", chunked + "FFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 15.5.14", "a size of 63 bits", chunked + "7FFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
      .closed([413])),
    Probe(
      "9112 7.1", "leading zeros without end",
      chunked + String(repeating: "0", count: 40) + "5\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "data longer than its size", chunked + "5\r\nhello!!\r\n0\r\n\r\n", .closed([400])
    ),
    Probe(
      "9112 7.1", "data shorter than its size", chunked + "6\r\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe("9112 7.1", "no CRLF behind the data", chunked + "5\r\nhello0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a bare LF behind the data", chunked + "5\r\nhello\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a bare CR behind the data", chunked + "5\r\nhello\r0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a bare LF behind the size", chunked + "5\nhello\r\n0\r\n\r\n", .closed([400])),
    Probe(
      "9112 7.1", "a bare CR behind the size", chunked + "5\rhello\r\n0\r\n\r\n", .closed([400])),
    Probe("9112 8", "cut behind a chunk", chunked + "5\r\nhello\r\n", .cut([400])),
    Probe("9112 8", "cut in the data", chunked + "5\r\nhel", .cut([400])),
    Probe("9112 8", "cut behind the last size", chunked + "5\r\nhello\r\n0\r\n", .cut([400])),
  ]

  static let trailers: [Probe] = [
    Probe(
      "9112 7.1.2", "a trailer", chunked + "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", .open([200]),
      body: "hello"),
    Probe("9112 7.1.2", "two trailers", chunked + "0\r\nA: 1\r\nB: 2\r\n\r\n", .open([200])),
    Probe(
      "9110 6.5.1", "a length in the trailer changes nothing",
      chunked + "1\r\nx\r\n0\r\nContent-Length: 50\r\n\r\n", .open([200])),
    Probe(
      "9110 6.5.1", "a coding in the trailer changes nothing",
      chunked + "1\r\nx\r\n0\r\nTransfer-Encoding: gzip\r\n\r\n", .open([200])),
    Probe(
      "9110 6.5.1", "a host in the trailer changes nothing",
      chunked + "1\r\nx\r\n0\r\nHost: evil\r\n\r\n", .open([200])),
    Probe("9112 5", "a trailer without a colon", chunked + "0\r\nX\r\n\r\n", .closed([400])),
    Probe(
      "9112 5.1", "a space before a trailer's colon", chunked + "0\r\nX : 1\r\n\r\n", .closed([400])
    ),
    Probe("9112 5.2", "a folded trailer", chunked + "0\r\nX: 1\r\n 2\r\n\r\n", .closed([400])),
    Probe("9112 2.2", "a bare LF ends a trailer", chunked + "0\r\nX: 1\n\r\n", .closed([400])),
    Probe("9112 2.2", "a bare LF ends the trailers", chunked + "1\r\nx\r\n0\r\n\n", .closed([400])),
    Probe("9112 7.1.2", "cut in a trailer", chunked + "0\r\nX: 1", .cut([400])),
    Probe(
      "9110 15.5.14", "too many trailers",
      chunked + "0\r\n" + String(repeating: "X: 1\r\n", count: 101) + "\r\n", .closed([431])),
    Probe(
      "9110 15.5.14", "trailers too long",
      chunked + "0\r\nX: " + String(repeating: "a", count: 70_000) + "\r\n\r\n", .closed([431])),
  ]

  /// A request hidden in what another server may take for a body, or the reverse: one answer, then the end.
  static let smuggled: [Probe] = {
    let inner = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    let body = "0\r\n\r\n" + inner
    let length = body.utf8.count
    func both(_ lengthField: String, _ codingField: String) -> String {
      post + lengthField + "\r\n" + codingField + "\r\n\r\n" + body
    }
    let te = "Transfer-Encoding: chunked"
    return [
      Probe(
        "9112 6.1", "length, then coding", both("Content-Length: \(length)", te), .closed([400])),
      Probe(
        "9112 6.1", "coding, then length",
        post + te + "\r\nContent-Length: \(length)\r\n\r\n" + body, .closed([400])),
      Probe(
        "9112 6.1", "length with a sign and coding", both("Content-Length: +\(length)", te),
        .closed([400])),
      Probe(
        "9112 6.1", "length with a letter and coding", both("Content-Length: \(length)x", te),
        .closed([400])),
      Probe(
        "9112 6.1", "length and coding in capitals",
        both("Content-Length: \(length)", "Transfer-Encoding: Chunked"), .closed([400])),
      Probe(
        "9112 6.1", "length and coding with a space",
        both("Content-Length: \(length)", "Transfer-Encoding: chunked "), .closed([400])),
      Probe(
        "9112 6.1", "length and coding behind a comma",
        both("Content-Length: \(length)", "Transfer-Encoding: , chunked"), .closed([400])),
      Probe(
        "9112 6.1", "length and a coding nobody knows",
        both("Content-Length: \(length)", "Transfer-Encoding: xchunked"), .closed([400])),
      Probe(
        "9112 6.1", "length and an empty coding",
        both("Content-Length: \(length)", "Transfer-Encoding:"), .closed([400])),
      Probe(
        "9112 5.2", "length and a folded coding",
        both("Content-Length: \(length)", "Transfer-Encoding:\r\n chunked"), .closed([400])),
      Probe("9112 6.1", "length of zero and coding", both("Content-Length: 0", te), .closed([400])),
      Probe(
        "9112 6.1", "length of the first line and coding",
        post + "Content-Length: 4\r\n" + te + "\r\n\r\n1d\r\n" + inner + "\r\n0\r\n\r\n",
        .closed([400])),
      Probe(
        "9110 8.6", "two lengths around a request",
        post + "Content-Length: 4\r\nContent-Length: \(4 + inner.utf8.count)\r\n\r\nPING" + inner,
        .closed([400])),
      Probe(
        "9110 9.3.1", "GET whose body is a request",
        "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: \(inner.utf8.count)\r\n\r\n" + inner,
        .open([200])),
      Probe(
        "9110 9.3.2", "HEAD whose body is a request",
        "HEAD / HTTP/1.1\r\nHost: h\r\nContent-Length: \(inner.utf8.count)\r\n\r\n" + inner,
        .open([200])),
    ]
  }()
}

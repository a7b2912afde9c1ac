import Testing

@testable import HTTPCore

@Suite struct HTTPHeadersTests {
  @Test("fields keep their order and are found in any case of letters")
  func order() {
    var headers: HTTPHeaders = ["Accept": "a", "X-One": "1", "accept": "b"]
    #expect(headers["ACCEPT"] == "a")
    #expect(headers.values("accept") == ["a", "b"])
    #expect(headers["absent"] == nil)
    #expect(headers.map(\.name) == ["Accept", "X-One", "accept"])
    headers.replace("accept", "c")
    #expect(headers.map { "\($0.name)=\($0.value)" } == ["X-One=1", "accept=c"])
    headers.remove("x-one")
    #expect(headers == ["ACCEPT": "c"])
    #expect(headers != ["ACCEPT": "d"])
  }

  @Test("a value can hold no line end")
  func noLineEnds() {
    let headers: HTTPHeaders = ["x": "a\r\nb\0c\td\u{E9}"]
    #expect(headers["x"] == "a  b c\td\u{E9}")
  }

  @Test("the sets of bytes are those that the RFCs spell out")
  func byteClasses() {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    let digits = "0123456789"
    let token = Set((letters + digits + "!#$%&'*+-.^_`|~").utf8)
    let target = Set((letters + digits + "-._~:/?[]@!$&'()*+,;=%").utf8)
    for byte in UInt8.min ... .max {
      #expect(ByteClass.isToken(byte) == token.contains(byte))
      #expect(ByteClass.isTarget(byte) == target.contains(byte))
      #expect(
        ByteClass.isFieldContent(byte)
          == (byte == 9 || (0x20...0x7E).contains(byte) || byte >= 0x80))
      #expect(ByteClass.isDigit(byte) == digits.utf8.contains(byte))
    }
  }
}

@Suite struct HTTPRequestTests {
  private func items(_ query: String?) throws -> [String] {
    let target = "/p" + (query.map { "?" + $0 } ?? "")
    return try HTTPRequest(method: .get, target: target, path: "/p", query: query)
      .queryItems().map { "\($0.name)=\($0.value)" }
  }

  @Test(
    "a query is taken apart as forms are",
    arguments: [
      (nil, []), ("", []), ("a=1", ["a=1"]), ("a=1&b=2&a=3", ["a=1", "b=2", "a=3"]),
      ("a", ["a="]), ("a=", ["a="]), ("=1", ["=1"]), ("a=b=c", ["a=b=c"]), ("&a=1&&", ["a=1"]),
      ("a+b=c+d", ["a b=c d"]), ("a%3D=%26%2B", ["a==&+"]), ("n=%C3%A9", ["n=\u{E9}"]),
    ] as [(String?, [String])])
  func queries(query: String?, expected: [String]) throws {
    #expect(try items(query) == expected)
  }

  @Test(
    "a broken escape in a query is an error with its place",
    arguments: [("a=%", 3), ("a=1&b=%4", 7), ("a=%zz", 3), ("%00=1", 3), ("a=%FF", 3)])
  func brokenQueries(query: String, offset: Int) {
    do throws(HTTPFailure) {
      _ = try HTTPRequest(method: .get, target: "/p?" + query, path: "/p", query: query)
        .queryItems()
      Issue.record("accepted")
    } catch {
      if case .malformed(_, let found) = error { #expect(found == offset) }
      #expect(error.status == .badRequest)
    }
  }

  @Test("names of requests are short, plain and never the same")
  func identifiers() {
    let identifiers = RequestIdentifiers()
    let names = (0..<10_000).map { _ in identifiers.next() }
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.utf8.count == 13 && $0.utf8.allSatisfy(ByteClass.isToken) })
  }

  @Test("addresses read as people write them")
  func addresses() throws {
    let server = try TestServer(configure: { $0.host = "localhost" })
    let client = try server.client()
    try client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    _ = try client.response()
    #expect(server.exchanges.wait(for: 1))
    let peer = try #require(server.exchanges.all.first?.request?.peer)
    #expect(peer.description == "127.0.0.1:\(peer.port)")
  }
}

@Suite struct HTTPDateTests {
  @Test(
    "seconds become the one form of date that may be sent",
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
      (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
      (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
      (1_709_251_200, "Fri, 01 Mar 2024 00:00:00 GMT"),
      (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
      (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
      (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    ])
  func formats(seconds: Int, expected: String) {
    #expect(HTTPDate.format(secondsSince1970: seconds) == expected)
  }
}

/// The request line: RFC 9112 sections 2 and 3.
extension Probe {
  static let requestLines: [Probe] = [
    Probe("9112 3", "a plain GET", "GET / HTTP/1.1\r\nHost: h\r\n\r\n", .open([200]), body: "OK"),
    Probe(
      "9112 3", "two spaces after the method", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3", "two spaces before the version", "GET /  HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe("9112 3", "a tab after the method", "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3", "a tab before the version", "GET /\tHTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3", "a space at the end", "GET / HTTP/1.1 \r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3", "a space in front", " GET / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3", "a tab in front", "\tGET / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3", "no target", "GET HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3", "no version", "GET /\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3", "no version, but a space", "GET / \r\n\r\n", .closed([400])),
    Probe("9112 3", "a method alone", "GET\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3", "words in front", "Extra lineGET / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3", "a fourth word", "GET / x HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 2.2", "a bare LF ends the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 2.2", "a bare CR ends the request line", "GET / HTTP/1.1\rHost: h\r\n\r\n",
      .closed([400])),
    Probe("9112 2.2", "bare LFs end all lines", "GET / HTTP/1.1\nHost: h\n\n", .closed([400])),
    Probe(
      "9112 2.2", "a CR before the CRLF", "GET / HTTP/1.1\r\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 2.2", "one empty line in front", "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", .open([200])),
    Probe(
      "9112 2.2", "two empty lines in front", "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe("9112 2.2", "a bare LF in front", "\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.2", "a bare CR in front", "\rGET / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 2.2", "a line of spaces in front", "   \r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 2.2", "an empty line between two requests",
      "GET / HTTP/1.1\r\nHost: h\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", .open([200, 200])),
    Probe("9112 2.2", "NUL in the method", "GE\0T / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.1", "a method with a colon", "GE:T / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.1", "a method with a bracket", "GET( / HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3", "cut in the method", "GE", .cut([400])),
    Probe("9112 3", "cut before the version", "GET / ", .cut([400])),
    Probe("9112 3", "cut behind the version", "GET / HTTP/1.1", .cut([400])),
    Probe("9112 3", "cut in the CRLF", "GET / HTTP/1.1\r", .cut([400])),
    Probe("9112 3", "nothing at all", "", .cut([])),
    Probe("9112 2.2", "an empty line and nothing else", "\r\n", .cut([])),
  ]

  static let targets: [Probe] = [
    Probe(
      "9112 3.2.1", "a path with a query", "GET /target?a=1&b=%20 HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([200]), body: "/target?a=1&b=%20 /target a=1&b=%20"),
    Probe(
      "9112 3.2.1", "an empty query", "GET /target? HTTP/1.1\r\nHost: h\r\n\r\n", .open([200]),
      body: "/target? /target "),
    Probe(
      "9112 3.2.1", "a question mark in the query", "GET /target?a?b HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([200]), body: "/target?a?b /target a?b"),
    Probe(
      "9112 3.2.2", "an absolute URI", "GET http://h/target HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([200]), body: "http://h/target /target -"),
    Probe(
      "9112 3.2.2", "an absolute URI with a query and no path",
      "GET http://h?x=1 HTTP/1.1\r\nHost: h\r\n\r\n", .open([200]), body: "OK"),
    Probe(
      "9112 3.2.2", "an absolute URI without a path", "GET http://h HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([200])),
    Probe(
      "9112 3.2.2", "a scheme in capitals", "GET HTTP://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([200])),
    Probe(
      "9112 3.2.2", "an absolute URI still needs Host", "GET http://h/ HTTP/1.1\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 4.2.1", "an absolute URI without a host", "GET http:/// HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 4.2.4", "an absolute URI with user information",
      "GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2.2", "a scheme that is not HTTP", "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 3.2.2", "a scheme alone", "GET http:// HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2.3", "the authority form outside CONNECT", "GET h:80 HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 3.2.4", "an asterisk with OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([204])),
    Probe(
      "9112 3.2.4", "an asterisk with GET", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2", "a target without a slash", "GET target HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 3.2", "a query without a path", "GET ?a=1 HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3.2", "a fragment", "GET /target#part HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2", "a space in the target", "GET /pa th HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 3.2", "NUL in the target", "GET /\0a HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2", "DEL in the target", "GET /\u{7F} HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2", "UTF-8 in the target", "GET /caf\u{E9} HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "3986 2", "a quote in the target", "GET /\"a HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "3986 2", "angle brackets in the target", "GET /<a> HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe(
      "3986 2", "a backslash in the target", "GET /a\\b HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])
    ),
    Probe(
      "3986 2.1", "escapes in the path", "GET /path/a%20b%C3%A9 HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([200]), body: "a b\u{E9}"),
    Probe(
      "3986 2.1", "an escaped slash stays in its segment",
      "GET /path/a%2Fb HTTP/1.1\r\nHost: h\r\n\r\n", .open([200]), body: "a/b"),
    Probe("3986 2.1", "an escape cut short", "GET /%4 HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "3986 2.1", "an escape of other letters", "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe("3986 2.1", "an escaped NUL", "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "3629 3", "an escaped byte that is not UTF-8", "GET /%FF HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([400])),
    Probe("3629 3", "an overlong slash", "GET /%C0%AF HTTP/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "3986 6.2.2", "dots are a path like any other",
      "GET /../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", .open([404])),
    Probe(
      "3986 6.2.2", "escaped dots too", "GET /%2e%2e/etc HTTP/1.1\r\nHost: h\r\n\r\n", .open([404])),
    Probe(
      "3986 6.2.2", "two slashes are not one", "GET //target HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([404])),
  ]

  static let versions: [Probe] = [
    Probe("9112 2.3", "HTTP/1.0 closes", "GET / HTTP/1.0\r\nHost: h\r\n\r\n", .closed([200])),
    Probe("9112 3.2", "HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n", .closed([200])),
    Probe(
      "9112 9.3", "HTTP/1.0 with keep-alive stays",
      "GET / HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n", .open([200])),
    Probe(
      "9110 2.5", "HTTP/1.2 is taken as 1.1", "GET / HTTP/1.2\r\nHost: h\r\n\r\n", .open([200])),
    Probe(
      "9110 2.5", "HTTP/2.0 in a request line", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", .closed([505])),
    Probe("9110 2.5", "HTTP/3.0", "GET / HTTP/3.0\r\nHost: h\r\n\r\n", .closed([505])),
    Probe("9110 2.5", "HTTP/9.9", "GET / HTTP/9.9\r\nHost: h\r\n\r\n", .closed([505])),
    Probe("9110 2.5", "HTTP/0.9", "GET / HTTP/0.9\r\nHost: h\r\n\r\n", .closed([505])),
    Probe("9112 2.3", "a small-letter name", "GET / http/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "another protocol", "GET / HTTQ/1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "no minor version", "GET / HTTP/1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "no minor digit", "GET / HTTP/1.\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "no digits", "GET / HTTP/\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "leading zeros", "GET / HTTP/01.01\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "two minor digits", "GET / HTTP/1.10\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "a space inside", "GET / HTTP/ 1.1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "a comma for the dot", "GET / HTTP/1,1\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "letters for digits", "GET / HTTP/x.y\r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 2.3", "a request of HTTP/0.9", "GET /\r\n", .closed([400])),
  ]

  static let methods: [Probe] = [
    Probe(
      "9110 9.1", "a method in small letters", "get / HTTP/1.1\r\nHost: h\r\n\r\n", .open([501])),
    Probe(
      "9110 9.1", "a method of mixed letters", "Get / HTTP/1.1\r\nHost: h\r\n\r\n", .open([501])),
    Probe(
      "9110 9.1", "a method that nobody knows", "FOOBAR / HTTP/1.1\r\nHost: h\r\n\r\n", .open([501])
    ),
    Probe(
      "9110 15.5.6", "a method that the path does not take", "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([405])),
    Probe("9110 9.3.8", "TRACE is off", "TRACE / HTTP/1.1\r\nHost: h\r\n\r\n", .open([405])),
    Probe(
      "9110 9.3.8", "TRACE with a body",
      "TRACE / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
      .open([405])),
    Probe(
      "9110 9.3.6", "CONNECT to an origin server", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n",
      .closed([501])),
    Probe(
      "9110 9.3.2", "HEAD has no body", "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", .open([200]), body: ""
    ),
    Probe(
      "9110 9.3.2", "HEAD reads the body it was sent",
      "HEAD / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", .open([200]), body: ""),
    Probe(
      "9110 9.3.2", "HEAD of nothing", "HEAD /nope HTTP/1.1\r\nHost: h\r\n\r\n", .open([404]),
      body: ""),
    Probe("9110 9.3.7", "OPTIONS of a path", "OPTIONS / HTTP/1.1\r\nHost: h\r\n\r\n", .open([204])),
    Probe(
      "9110 9.3.7", "OPTIONS with a body",
      "OPTIONS / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", .open([204])),
    Probe(
      "9110 9.3.7", "OPTIONS of nothing", "OPTIONS /nope HTTP/1.1\r\nHost: h\r\n\r\n", .open([404])),
    Probe(
      "9110 9.3.1", "GET with a body",
      "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", .open([200])),
    Probe(
      "9110 15.3.5", "204 has no body", "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n", .open([204])),
    Probe(
      "9110 15.4.5", "304 has no body", "GET /unchanged HTTP/1.1\r\nHost: h\r\n\r\n", .open([304])),
  ]
}

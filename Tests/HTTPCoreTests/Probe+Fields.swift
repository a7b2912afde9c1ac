/// Header fields: RFC 9112 section 5, RFC 9110 sections 5 to 7.
extension Probe {
  static let hosts: [Probe] = [
    Probe("9112 3.2", "no Host", "GET / HTTP/1.1\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2", "no Host among other fields", "GET / HTTP/1.1\r\nX: 1\r\n\r\n", .closed([400])),
    Probe(
      "9112 3.2", "two different Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 3.2", "the same Host twice", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 3.2", "two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
      .closed([400])),
    Probe("9110 4.2.1", "an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", .closed([400])),
    Probe("9110 7.2", "a Host of spaces", "GET / HTTP/1.1\r\nHost:   \r\n\r\n", .closed([400])),
    Probe("9110 7.2", "a Host with a port", "GET / HTTP/1.1\r\nHost: h:8080\r\n\r\n", .open([200])),
    Probe(
      "9110 7.2", "a Host with an empty port", "GET / HTTP/1.1\r\nHost: h:\r\n\r\n", .open([200])),
    Probe(
      "9110 7.2", "a port of letters", "GET / HTTP/1.1\r\nHost: h:http\r\n\r\n", .closed([400])),
    Probe(
      "9110 7.2", "a port above 65535", "GET / HTTP/1.1\r\nHost: h:65536\r\n\r\n", .closed([400])),
    Probe("9110 7.2", "two ports", "GET / HTTP/1.1\r\nHost: h:80:80\r\n\r\n", .closed([400])),
    Probe("9110 7.2", "a port alone", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", .closed([400])),
    Probe(
      "3986 3.2.2", "an IPv4 address", "GET / HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n", .open([200])),
    Probe(
      "3986 3.2.2", "an IPv6 address", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", .open([200])),
    Probe(
      "3986 3.2.2", "an IPv6 address left open", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
      .closed([400])),
    Probe(
      "3986 3.2.2", "brackets around a name", "GET / HTTP/1.1\r\nHost: [name]\r\n\r\n",
      .closed([400])),
    Probe("9110 4.2.4", "user information", "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", .closed([400])),
    Probe("9110 7.2", "a path", "GET / HTTP/1.1\r\nHost: h/path\r\n\r\n", .closed([400])),
    Probe("9110 7.2", "a scheme", "GET / HTTP/1.1\r\nHost: http://h\r\n\r\n", .closed([400])),
    Probe(
      "9110 7.2", "two names and a comma", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .closed([400])),
    Probe("9110 7.2", "a space inside", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .closed([400])),
    Probe("9110 7.2", "UTF-8 in Host", "GET / HTTP/1.1\r\nHost: \u{E9}\r\n\r\n", .closed([400])),
    Probe(
      "9110 5.1", "Host in any case of letters", "GET / HTTP/1.1\r\nhOsT: h\r\n\r\n", .open([200])),
    Probe("9112 5.2", "a folded Host", "GET / HTTP/1.1\r\nHost:\r\n h\r\n\r\n", .closed([400])),
  ]

  static let fields: [Probe] = [
    Probe(
      "9110 5.5", "a value keeps its inner spaces",
      "GET /headers HTTP/1.1\r\nHost: h\r\nX: a  b\r\n\r\n", .open([200]), body: "Host=h\nX=a  b\n"),
    Probe(
      "9112 5.1", "white space around a value is not part of it",
      "GET /headers HTTP/1.1\r\nHost:\th\r\nX: \t a \t\r\n\r\n", .open([200]), body: "Host=h\nX=a\n"
    ),
    Probe(
      "9112 5.1", "no space after the colon", "GET /headers HTTP/1.1\r\nHost:h\r\nX:a\r\n\r\n",
      .open([200]), body: "Host=h\nX=a\n"),
    Probe(
      "9110 5.5", "an empty value", "GET /headers HTTP/1.1\r\nHost: h\r\nX:\r\n\r\n", .open([200]),
      body: "Host=h\nX=\n"),
    Probe(
      "9110 5.5", "a colon in a value", "GET /headers HTTP/1.1\r\nHost: h\r\nX: a:b\r\n\r\n",
      .open([200]), body: "Host=h\nX=a:b\n"),
    Probe(
      "9110 5.5", "bytes above 127 in a value",
      "GET /headers HTTP/1.1\r\nHost: h\r\nX: \u{E9}\r\n\r\n", .open([200]),
      body: "Host=h\nX=\u{E9}\n"),
    Probe(
      "9110 5.6.2", "every character of a token in a name",
      "GET /headers HTTP/1.1\r\nHost: h\r\n!#$%&'*+-.^_`|~09Az: 1\r\n\r\n", .open([200]),
      body: "Host=h\n!#$%&'*+-.^_`|~09Az=1\n"),
    Probe(
      "9112 5.1", "a space before the colon", "GET / HTTP/1.1\r\nHost: h\r\nX : a\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 5.1", "a tab before the colon", "GET / HTTP/1.1\r\nHost: h\r\nX\t: a\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 5.1", "a space before Host's colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 5.2", "a folded line", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n", .closed([400])
    ),
    Probe(
      "9112 5.2", "a line folded with a tab", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n\tb\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 2.2", "white space before the first field",
      "GET / HTTP/1.1\r\n X: a\r\nHost: h\r\n\r\n", .closed([400])),
    Probe(
      "9112 2.2", "a line of one space", "GET / HTTP/1.1\r\n \r\nHost: h\r\n\r\n", .closed([400])),
    Probe("9112 5", "no colon", "GET / HTTP/1.1\r\nHost: h\r\nX\r\n\r\n", .closed([400])),
    Probe("9112 5", "no name", "GET / HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n", .closed([400])),
    Probe("9112 5", "a colon alone", "GET / HTTP/1.1\r\nHost: h\r\n:\r\n\r\n", .closed([400])),
    Probe(
      "9110 5.6.2", "a bracket in a name", "GET / HTTP/1.1\r\nHost: h\r\nX[a]: 1\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 5.6.2", "a slash in a name", "GET / HTTP/1.1\r\nHost: h\r\nX/a: 1\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 5.6.2", "an at sign in a name", "GET / HTTP/1.1\r\nHost: h\r\nX@a: 1\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 5.6.2", "a space in a name", "GET / HTTP/1.1\r\nHost: h\r\nX a: 1\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 5.6.2", "NUL in a name", "GET / HTTP/1.1\r\nHost: h\r\nX\0: 1\r\n\r\n", .closed([400])),
    Probe(
      "9110 5.6.2", "UTF-8 in a name", "GET / HTTP/1.1\r\nHost: h\r\nX\u{EB}: 1\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 5.5", "NUL in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n", .closed([400])),
    Probe(
      "9110 5.5", "BEL in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: a\u{7}\r\n\r\n", .closed([400])
    ),
    Probe(
      "9110 5.5", "a vertical tab in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: a\u{B}b\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 5.5", "DEL in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: \u{7F}\r\n\r\n", .closed([400])
    ),
    Probe(
      "9112 2.2", "a bare CR in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 2.2", "a bare LF ends a field", "GET / HTTP/1.1\r\nHost: h\nX: a\r\n\r\n",
      .closed([400])),
    Probe("9112 2.2", "a bare LF ends the head", "GET / HTTP/1.1\r\nHost: h\r\n\n", .closed([400])),
    Probe(
      "9112 2.2", "a CR at the start of a field", "GET / HTTP/1.1\r\nHost: h\r\n\rX: a\r\n\r\n",
      .closed([400])),
    Probe(
      "9112 2.2", "a CR before a field's CRLF", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\r\n\r\n",
      .closed([400])),
    Probe(
      "9110 5.3", "two Content-Types",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 1\r\n\r\nx",
      .closed([400])),
    Probe("9112 5", "cut in a name", "GET / HTTP/1.1\r\nHos", .cut([400])),
    Probe("9112 5", "cut in a value", "GET / HTTP/1.1\r\nHost: h", .cut([400])),
    Probe("9112 5", "cut before the empty line", "GET / HTTP/1.1\r\nHost: h\r\n", .cut([400])),
    Probe("9112 5", "cut in the empty line", "GET / HTTP/1.1\r\nHost: h\r\n\r", .cut([400])),
    Probe(
      "9112 9.6", "half-closed behind the request", "GET / HTTP/1.1\r\nHost: h\r\n\r\n", .cut([200])
    ),
    Probe(
      "9112 9.6", "half-closed behind two requests",
      "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", .cut([200, 200])),
  ]

  static let connections: [Probe] = [
    Probe(
      "9112 9.6", "Connection: close", "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
      .closed([200])),
    Probe(
      "9112 9.6", "close in any case of letters",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: CLOSE\r\n\r\n", .closed([200])),
    Probe(
      "9110 7.6.1", "close in a list",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: foo ,close, bar\r\n\r\n", .closed([200])),
    Probe(
      "9110 7.6.1", "close in a second field",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n",
      .closed([200])),
    Probe(
      "9112 9.3", "keep-alive changes nothing",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n", .open([200])),
    Probe(
      "9110 7.6.1", "an option that begins like close",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: closed\r\n\r\n", .open([200])),
    Probe(
      "9110 7.8", "an upgrade is ignored",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", .open([200])
    ),
    Probe(
      "9113 3.1", "an upgrade to h2c is ignored",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
        + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", .open([200])),
    Probe(
      "9110 7.8", "an upgrade in HTTP/1.0 is ignored",
      "GET / HTTP/1.0\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      .closed([200])),
    Probe(
      "9112 9.3.2", "three requests in one packet",
      "GET / HTTP/1.1\r\nHost: h\r\n\r\nPOST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nabGET /nope HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([200, 200, 404])),
    Probe(
      "9112 9.3.2", "nothing is read behind a close",
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
      .closed([200])),
    Probe(
      "9112 9.3.2", "a good request before a bad one is answered",
      "GET / HTTP/1.1\r\nHost: h\r\n\r\nBAD\r\n\r\n", .closed([200, 400])),
  ]

  static let expectations: [Probe] = [
    Probe(
      "9110 10.1.1", "the body came with the head: no 100",
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
      .open([200]),
      body: "hello"),
    Probe(
      "9110 10.1.1", "an expectation without a body",
      "GET / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n",
      .open([200])),
    Probe(
      "9110 10.1.1", "in any case of letters",
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
      .open([200])),
    Probe(
      "9110 10.1.1", "an expectation nobody knows",
      "GET / HTTP/1.1\r\nHost: h\r\nExpect: 200-ok\r\n\r\n", .closed([417])),
    Probe(
      "9110 10.1.1", "an empty expectation", "GET / HTTP/1.1\r\nHost: h\r\nExpect:\r\n\r\n",
      .closed([417])),
    Probe(
      "9110 10.1.1", "one known and one unknown",
      "GET / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nExpect: more\r\n\r\n", .closed([417])),
    Probe(
      "9110 15.2", "HTTP/1.0 never gets a 100",
      "POST / HTTP/1.0\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
      .closed([200]),
      body: "hello"),
    Probe(
      "9110 10.1.1", "no 100 for a path that is not there",
      "POST /nope HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
      .closed([404])),
    Probe(
      "9110 10.1.1", "no 100 for a body that is too large",
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n",
      .closed([413])),
  ]
}

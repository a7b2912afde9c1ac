"""Bytes in, answers out, of live servers: the cases of h1spec, and of Http11Probe what the eye can check.

The whole table is Tests/HTTPCoreTests/Probe+*.swift; this is the same promise kept by the programs.
"""

import socket

import pytest

SENTINEL = b"GET /nothing-is-here HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"

# What becomes of a connection.
OPEN = "answered, and in step with the next request"
SHUT = "refused, and closed"
WAIT = "waited for the rest, which the row's second half is"


def get(*lines):
    return "\r\n".join(["GET {get} HTTP/1.1", "Host: h", *lines, "", ""])


def post(*lines, body=""):
    return "\r\n".join(["POST {post} HTTP/1.1", "Host: h", *lines, "", ""]) + body


def chunked(body, *lines):
    return post("Transfer-Encoding: chunked", *lines, body=body)


WHOLE = "GET {get} HTTP/1.1\r\nHost: localhost\r\n\r\n"
FRAGMENTS = [
    "G", "GET ", "GET {get}", "GET {get} ", "GET {get} HTTP", "GET {get} HTTP/1.1",
    "GET {get} HTTP/1.1\r", "GET {get} HTTP/1.1\r\n", "GET {get} HTTP/1.1\r\nHos",
    "GET {get} HTTP/1.1\r\nHost:", "GET {get} HTTP/1.1\r\nHost: ",
    "GET {get} HTTP/1.1\r\nHost: localhost", "GET {get} HTTP/1.1\r\nHost: localhost\r",
    "GET {get} HTTP/1.1\r\nHost: localhost\r\n", "GET {get} HTTP/1.1\r\nHost: localhost\r\n\r",
]

# (section, name, bytes, what becomes of the connection, statuses)
ROWS = [
    ("9112 2.2", f"a fragment of {len(part)} bytes", (part, WHOLE[len(part):]), WAIT, [200])
    for part in FRAGMENTS
] + [
    ("9112 3", "no version", "GET {get} \r\n\r\n", SHUT, [400]),
    ("9110 10.1.1", "an expectation without a body", get("Expect: 100-continue"), OPEN, [200]),
    ("9112 3", "a plain GET", get(), OPEN, [200]),
    ("9110 5.5", "odd but valid fields", "GET {get} HTTP/1.1\r\nhoSt:\th\r\nempty:\r\n\r\n", OPEN, [200]),
    ("9110 5.6.2", "brackets in a name", get("X-Invalid[]: a"), SHUT, [400]),
    ("9112 3.2", "no Host", "GET {get} HTTP/1.1\r\nContent-Length: 5\r\n\r\n", SHUT, [400]),
    ("9112 3.2", "two Hosts", get("Host: other"), SHUT, [400]),
    ("9110 8.6", "a huge negative length", get("Content-Length: -123456789123456789123456789"), SHUT, [400]),
    ("9110 8.6", "a negative length", get("Content-Length: -1234"), SHUT, [400]),
    ("9110 8.6", "letters for a length", get("Content-Length: abc"), SHUT, [400]),
    ("9110 5.5", "an empty value", get("X-Empty-Header: "), OPEN, [200]),
    ("9110 5.5", "a control character in a value", get("X: test\x07"), SHUT, [400]),
    ("9110 2.5", "a version that nobody speaks", "GET {get} HTTP/9.9\r\nHost: h\r\n\r\n", SHUT, [505]),
    ("9112 3", "words in front", "Extra lineGET {get} HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 2.2", "CR at a line's start", get("\rSome-Header: Test"), SHUT, [400]),
    ("9112 6.2", "a body", post("Content-Length: 5", body="hello"), OPEN, [200]),
    ("9112 6.1", "length and coding", get("Transfer-Encoding: chunked", "Content-Length: 5"), SHUT, [400]),
    # Http11Probe
    ("9112 2.2", "a bare LF behind the request line", "GET {get} HTTP/1.1\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 2.2", "a bare LF behind a field", "GET {get} HTTP/1.1\r\nHost: h\nX: 1\r\n\r\n", SHUT, [400]),
    ("9112 2.2", "a bare CR behind the request line", "GET {get} HTTP/1.1\rHost: h\r\n\r\n", SHUT, [400]),
    ("9112 5.2", "a folded field", get("X: a", " b"), SHUT, [400]),
    ("9112 5.1", "a space before the colon", get("X : a"), SHUT, [400]),
    ("9112 3", "two spaces in the request line", "GET  {get} HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 3", "a tab in the request line", "GET\t{get} HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 5", "no name", get(": a"), SHUT, [400]),
    ("9112 5", "no colon", get("NoColonHere"), SHUT, [400]),
    ("9112 3", "no target", "GET HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 3.2", "a fragment in the target", "GET {get}#part HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 2.3", "HTTP/0.9", "GET {get}\r\n", SHUT, [400]),
    ("9112 2.3", "small letters in the version", "GET {get} http/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 2.3", "no minor version", "GET {get} HTTP/1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 2.3", "leading zeros in the version", "GET {get} HTTP/01.01\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9110 2.5", "a later minor version", "GET {get} HTTP/1.2\r\nHost: h\r\n\r\n", OPEN, [200]),
    ("9112 9.3", "HTTP/1.0 closes", "GET {get} HTTP/1.0\r\nHost: h\r\n\r\n", SHUT, [200]),
    ("9112 9.6", "close is kept", get("Connection: close"), SHUT, [200]),
    ("9112 3.2.2", "an absolute target", "GET http://h{get} HTTP/1.1\r\nHost: h\r\n\r\n", OPEN, [200]),
    ("9112 3.2.4", "OPTIONS of everything", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", OPEN, [204]),
    ("9112 3.2.4", "GET of everything", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9110 9.3.6", "CONNECT", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", SHUT, [501]),
    ("9110 9.1", "a method in small letters", "get {get} HTTP/1.1\r\nHost: h\r\n\r\n", OPEN, [501]),
    ("9110 9.1", "a method that nobody knows", "FOOBAR {get} HTTP/1.1\r\nHost: h\r\n\r\n", OPEN, [501]),
    ("9110 15.5.6", "a method that is not allowed", "DELETE {get} HTTP/1.1\r\nHost: h\r\n\r\n", OPEN, [405]),
    ("9110 9.3.8", "TRACE", "TRACE {get} HTTP/1.1\r\nHost: h\r\n\r\n", OPEN, [405]),
    ("9110 4.2.4", "a user in Host", "GET {get} HTTP/1.1\r\nHost: u@h\r\n\r\n", SHUT, [400]),
    ("9110 7.2", "a path in Host", "GET {get} HTTP/1.1\r\nHost: h/p\r\n\r\n", SHUT, [400]),
    ("9110 7.2", "two names in Host", "GET {get} HTTP/1.1\r\nHost: a, b\r\n\r\n", SHUT, [400]),
    ("9112 3.2", "an empty Host", "GET {get} HTTP/1.1\r\nHost:\r\n\r\n", SHUT, [400]),
    ("9112 3.2", "the same Host twice", get("Host: h"), SHUT, [400]),
    ("9112 6.1", "an unknown coding", post("Transfer-Encoding: gzip"), SHUT, [501]),
    ("9112 6.1", "a coding like chunked", post("Transfer-Encoding: xchunked", "Content-Length: 5", body="hello"), SHUT, [400]),
    ("9112 6.3", "chunked is not last", post("Transfer-Encoding: chunked, gzip", body="0\r\n\r\n"), SHUT, [400]),
    ("9112 6.1", "a coding in HTTP/1.0", "POST {post} HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", SHUT, [400]),
    ("9112 6.1", "an empty coding", post("Transfer-Encoding:", "Content-Length: 5", body="hello"), SHUT, [400]),
    ("9112 6.1", "two codings", post("Transfer-Encoding: chunked", "Transfer-Encoding: identity", body="0\r\n\r\n"), SHUT, [400]),
    ("9112 5.2", "a folded coding", post("Transfer-Encoding:", " chunked", body="0\r\n\r\n"), SHUT, [400]),
    ("9110 5.5", "a vertical tab before the coding", post("Transfer-Encoding: \x0bchunked", body="0\r\n\r\n"), SHUT, [400]),
    ("9110 5.5", "NUL behind the coding", post("Transfer-Encoding: chunked\0", body="0\r\n\r\n"), SHUT, [400]),
    ("9112 11.2", "a coding with an underscore", post("Transfer_Encoding: chunked", "Content-Length: 5", body="hello"), SHUT, [400]),
    ("9110 8.6", "a length with a sign", post("Content-Length: +5", body="hello"), SHUT, [400]),
    ("9110 8.6", "a hexadecimal length", post("Content-Length: 0x5", body="hello"), SHUT, [400]),
    ("9110 8.6", "a length with leading zeros", post("Content-Length: 005", body="hello"), SHUT, [400]),
    ("9110 8.6", "a list of lengths", post("Content-Length: 5, 10", body="hello"), SHUT, [400]),
    ("9110 8.6", "two lengths", post("Content-Length: 5", "Content-Length: 10", body="helloworld"), SHUT, [400]),
    ("9110 8.6", "a length of 65 bits", post("Content-Length: 99999999999999999999"), SHUT, [400]),
    ("9110 15.5.14", "a length past the limit", post("Content-Length: 9999999999"), SHUT, [413]),
    ("9112 6.3", "neither length nor coding", post(), OPEN, [200]),
    ("9112 7.1", "chunks", chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), OPEN, [200]),
    ("9112 7.1", "a size in capitals", chunked("A\r\nhelloworld\r\n0\r\n\r\n"), OPEN, [200]),
    ("9112 7.1.1", "an extension", chunked("5;ext=value\r\nhello\r\n0\r\n\r\n"), OPEN, [200]),
    ("9112 7.1.2", "a trailer", chunked("5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"), OPEN, [200]),
    ("9112 7.1.1", "a semicolon alone", chunked("5;\r\nhello\r\n0\r\n\r\n"), SHUT, [400]),
    ("9112 7.1.1", "a bare LF in an extension", chunked("5;\nhello\r\n0\r\n\r\n"), SHUT, [400]),
    ("9112 7.1", "a size with a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n"), SHUT, [400]),
    ("9112 7.1", "a negative size", chunked("-1\r\nhello\r\n0\r\n\r\n"), SHUT, [400]),
    ("9112 7.1", "a space before a size", chunked(" 5\r\nhello\r\n0\r\n\r\n"), SHUT, [400]),
    ("9112 7.1", "a size of 65 bits", chunked("10000000000000000\r\nhello\r\n0\r\n\r\n"), SHUT, [400]),
    ("9112 7.1", "more data than the size", chunked("5\r\nhello!!\r\n0\r\n\r\n"), SHUT, [400]),
    ("9112 7.1", "no CRLF behind the data", chunked("5\r\nhello0\r\n\r\n"), SHUT, [400]),
    ("9112 7.1", "a bare LF behind the data", chunked("5\r\nhello\n0\r\n\r\n"), SHUT, [400]),
    ("9112 2.2", "a bare LF behind the trailers", chunked("5\r\nhello\r\n0\r\n\n"), SHUT, [400]),
    ("9112 11.2", "a hidden GET behind a last chunk",
     post("Content-Length: 33", "Transfer-Encoding: chunked", body="0\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"), SHUT, [400]),
    ("9110 9.3.1", "GET with a body", get("Content-Length: 5") + "hello", OPEN, [200]),
    ("9112 9.3.2", "pipelined requests", get() + get() + get(), OPEN, [200, 200, 200]),
    ("9110 7.8", "an upgrade", get("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"), OPEN, [200]),
    ("9110 10.1.1", "an expectation nobody knows", get("Expect: 200-ok"), SHUT, [417]),
    ("9110 15.5.15", "a target of 100 KB", "GET /" + "A" * 100_000 + " HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [414]),
    ("6585 5", "a value of 100 KB", get("X: " + "B" * 100_000), SHUT, [431]),
    ("6585 5", "10,000 fields", get(*(f"X-{n}: v" for n in range(10_000))), SHUT, [431]),
    ("9110 15.5.1", "a method of 100 KB", "A" * 100_000 + " {get} HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9112 3.2", "NUL in the target", "GET /\0a HTTP/1.1\r\nHost: h\r\n\r\n", SHUT, [400]),
    ("9110 15.5.1", "no HTTP at all", "\x16\x03\x01\x02\0\x01\xfc\x03\x03", SHUT, [400]),
]


def statuses(data):
    """The statuses of all answers in `data`, by their lengths."""
    found = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 "), head[:80]
        found.append(int(head[9:12]))
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        assert b"date" in fields or found[-1] < 200
        data = rest[int(fields.get(b"content-length", 0)):]
    return found


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_bytes_in_answers_out(server, row):
    _, _, text, becomes, expected = row
    parts = text if becomes == WAIT else (text,)
    messages = [
        part.replace("{get}", server.get).replace("{post}", server.post).encode("latin-1")
        for part in parts
    ]
    if becomes == WAIT:
        # A target's length differs from server to server: the second half begins where the first ended.
        whole = WHOLE.replace("{get}", server.get).encode()
        messages[1] = whole[len(messages[0]):]
        assert b"".join(messages) == whole
    messages[-1] += SENTINEL
    with socket.create_connection(("127.0.0.1", server.port), timeout=120) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for message in messages:
            client.sendall(message)
        data = b""
        while piece := client.recv(65_536):
            data += piece
    found = statuses(data)
    sentinel = [] if becomes == SHUT else [404]
    if server.name == "service" and b"POST" in messages[0] and becomes == OPEN:
        # Its handler has an opinion of such bodies; that they were read as bodies is what counts.
        assert found[:-1] in ([200], [400], [415], [422]) and found[-1:] == sentinel, found
    else:
        assert found == expected + sentinel

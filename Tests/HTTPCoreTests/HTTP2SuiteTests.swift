import Testing

/// Which of our rows is each case of h2spec 2.6 (`group/section case|row`), so that none is forgotten.
@Suite struct HTTP2SuiteTests {
  @Test("every case of h2spec is a row")
  func covers() {
    // A preface that is none is HTTP/1, and a row there.
    let rows = Set(HTTP2Probe.all.map(\.testDescription) + Probe.all.map(\.testDescription))
    let cases = Self.table.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
    #expect(cases.allSatisfy { $0.count == 2 })
    #expect(Set(cases.map { $0[0] }).count == cases.count)
    #expect(cases.count >= 146)
    for entry in cases where !rows.contains(entry[1]) {
      Issue.record("no row '\(entry[1])' for \(entry[0])")
    }
  }

  private static let table = """
    generic/1 1|9113 3.4: a GET
    generic/2 1|9113 5.3.2: PRIORITY on an idle stream
    generic/2 2|9113 5.1: WINDOW_UPDATE on a stream that is half closed
    generic/2 3|9113 5.1: PRIORITY on a stream that is half closed
    generic/2 4|9113 5.1: RST_STREAM on a stream that is half closed
    generic/2 5|9113 5.1: PRIORITY on a closed stream
    generic/3.1 1|9113 8.1: POST with a body
    generic/3.1 2|9113 8.1: a body in three frames, an empty one among them
    generic/3.1 3|9113 6.1: DATA with padding
    generic/3.2 1|9113 3.4: a GET
    generic/3.2 2|9113 6.2: HEADERS with padding
    generic/3.2 3|9113 5.3.2: HEADERS with a priority
    generic/3.3 1|9113 6.3: the least weight
    generic/3.3 2|9113 6.3: the greatest weight
    generic/3.3 3|9113 6.3: a dependency
    generic/3.3 4|9113 6.3: an exclusive dependency
    generic/3.3 5|9113 6.3: PRIORITY on a later stream, then a request on an earlier one
    generic/3.4 1|9113 6.4: RST_STREAM in the middle of a body
    generic/3.5 1|9113 6.5.2: settings that forbid what nobody does
    generic/3.7 1|9113 6.7: a PING
    generic/3.8 1|9113 6.8: GOAWAY
    generic/3.9 1|9113 6.9: more window for connection and stream
    generic/3.9 2|9113 6.9: more window for connection and stream
    generic/3.10 1|9113 6.10: a block in two frames
    generic/3.10 2|9113 6.10: a block in three frames
    generic/4 1|9113 3.4: a GET
    generic/4 2|9113 8.1: HEAD
    generic/4 3|9113 8.1: POST with a body
    generic/4 4|9113 8.1: POST with trailers
    generic/5 1|7541 6.1: a GET of indexed fields
    generic/5 2|7541 6.2.1: indexed from now on, name by index
    generic/5 3|7541 6.2.1: the same, in Huffman's code
    generic/5 4|7541 6.2.1: indexed from now on, new name
    generic/5 5|7541 6.2.1: the same with a new name, in Huffman's code
    generic/5 6|7541 6.2.2: not indexed, name by index
    generic/5 7|7541 6.2.2: not indexed, in Huffman's code
    generic/5 8|7541 6.2.2: not indexed, new name
    generic/5 9|7541 6.2.2: not indexed, new name, in Huffman's code
    generic/5 10|7541 6.2.3: never indexed, name by index
    generic/5 11|7541 6.2.3: never indexed, in Huffman's code
    generic/5 12|7541 6.2.3: never indexed, new name
    generic/5 13|7541 6.2.3: never indexed, new name, in Huffman's code
    generic/5 14|7541 6.3: a smaller table
    generic/5 15|7541 6.3: a table made smaller, then as large as before
    http2/3.5 1|9113 3.4: a GET
    http2/3.5 2|9113 3.4: a preface that is none
    http2/4.1 1|9113 4.1: an unknown kind of frame
    http2/4.1 2|9113 4.1: undefined flags
    http2/4.1 3|9113 4.1: the reserved bit
    http2/4.2 1|9113 4.2: DATA of the greatest size
    http2/4.2 2|9113 4.2: DATA beyond the greatest size
    http2/4.2 3|9113 4.2: HEADERS beyond the greatest size
    http2/4.3 1|9113 4.3: a block that is no HPACK
    http2/4.3 2|9113 4.3: another frame inside a block
    http2/4.3 3|9113 4.3: another stream inside a block
    http2/5.1 1|9113 5.1: DATA on an idle stream
    http2/5.1 2|9113 5.1: RST_STREAM on an idle stream
    http2/5.1 3|9113 5.1: WINDOW_UPDATE on an idle stream
    http2/5.1 4|9113 5.1: CONTINUATION on an idle stream
    http2/5.1 5|9113 5.1: DATA behind the end of the stream
    http2/5.1 6|9113 5.1: HEADERS behind the end of the stream
    http2/5.1 7|9113 5.1: CONTINUATION behind the end of the stream
    http2/5.1 8|9113 5.1: DATA behind RST_STREAM
    http2/5.1 9|9113 5.1: HEADERS behind RST_STREAM
    http2/5.1 10|9113 5.1: CONTINUATION behind RST_STREAM
    http2/5.1 11|9113 5.1: DATA on a closed stream
    http2/5.1 12|9113 5.1: HEADERS on a closed stream
    http2/5.1 13|9113 5.1: CONTINUATION on a closed stream
    http2/5.1.1 1|9113 5.1.1: an even stream
    http2/5.1.1 2|9113 5.1.1: a smaller stream
    http2/5.1.2 1|9113 5.1.2: one stream more than allowed
    http2/5.3.1 1|7540 5.3.1: HEADERS that depend on themselves
    http2/5.3.1 2|7540 5.3.1: PRIORITY that depends on itself
    http2/5.4.1 1|9113 5.4.1: a PING of the wrong size
    http2/5.4.1 2|9113 5.4.1: a PING of the wrong size
    http2/5.5 1|9113 4.1: an unknown kind of frame
    http2/5.5 2|9113 5.5: an unknown frame inside a block
    http2/6.1 1|9113 6.1: DATA on stream 0
    http2/6.1 2|9113 5.1: DATA behind the end of the stream
    http2/6.1 3|9113 6.1: more padding than DATA
    http2/6.2 1|9113 4.3: another frame inside a block
    http2/6.2 2|9113 4.3: another stream inside a block
    http2/6.2 3|9113 6.2: HEADERS on stream 0
    http2/6.2 4|9113 6.2: more padding than HEADERS
    http2/6.3 1|9113 6.3: PRIORITY on stream 0
    http2/6.3 2|9113 6.3: PRIORITY of the wrong size
    http2/6.4 1|9113 6.4: RST_STREAM on stream 0
    http2/6.4 2|9113 5.1: RST_STREAM on an idle stream
    http2/6.4 3|9113 6.4: RST_STREAM of the wrong size
    http2/6.5 1|9113 6.5: SETTINGS that acknowledge with a payload
    http2/6.5 2|9113 6.5: SETTINGS on a stream
    http2/6.5 3|9113 6.5: SETTINGS of the wrong size
    http2/6.5.2 1|9113 6.5.2: ENABLE_PUSH of 2
    http2/6.5.2 2|9113 6.5.2: INITIAL_WINDOW_SIZE of 2^31
    http2/6.5.2 3|9113 6.5.2: MAX_FRAME_SIZE below 2^14
    http2/6.5.2 4|9113 6.5.2: MAX_FRAME_SIZE of 2^24
    http2/6.5.2 5|9113 6.5.2: an unknown setting
    http2/6.5.3 1|9113 6.5.3: the same setting twice
    http2/6.5.3 2|9113 6.5.2: settings that forbid what nobody does
    http2/6.7 1|9113 6.7: a PING
    http2/6.7 2|9113 6.7: PING that is an answer
    http2/6.7 3|9113 6.7: PING on a stream
    http2/6.7 4|9113 5.4.1: a PING of the wrong size
    http2/6.8 1|9113 6.8: GOAWAY on a stream
    http2/6.9 1|9113 6.9: WINDOW_UPDATE of 0 on the connection
    http2/6.9 2|9113 6.9: WINDOW_UPDATE of 0 on a stream
    http2/6.9 3|9113 6.9: WINDOW_UPDATE of the wrong size
    http2/6.9.1 1|9113 6.5.3: the same setting twice
    http2/6.9.1 2|9113 6.9.1: a connection's window beyond 2^31 - 1
    http2/6.9.1 3|9113 6.9.1: a stream's window beyond 2^31 - 1
    http2/6.9.2 1|9113 6.9.2: a window that opens by SETTINGS
    http2/6.9.2 2|9113 6.9.2: a window that becomes negative and then positive
    http2/6.9.2 3|9113 6.5.2: INITIAL_WINDOW_SIZE of 2^31
    http2/6.10 1|9113 6.10: a block in three frames
    http2/6.10 2|9113 6.10: DATA behind a CONTINUATION that does not end the block
    http2/6.10 3|9113 6.10: CONTINUATION on stream 0
    http2/6.10 4|9113 6.10: CONTINUATION behind the end of a block
    http2/6.10 5|9113 6.10: CONTINUATION behind a CONTINUATION that ended the block
    http2/6.10 6|9113 6.10: CONTINUATION behind DATA
    http2/7 1|9113 7: GOAWAY with an unknown code
    http2/7 2|9113 6.4: RST_STREAM with an unknown code
    http2/8.1 1|9113 8.1: HEADERS in the middle of a body
    http2/8.1.2 1|9113 8.2.1: a name with a capital letter
    http2/8.1.2.1 1|9113 8.3: an unknown pseudo-field
    http2/8.1.2.1 2|9113 8.3: an answer's pseudo-field
    http2/8.1.2.1 3|9113 8.1: a pseudo-field in the trailers
    http2/8.1.2.1 4|9113 8.3: a pseudo-field behind a field
    http2/8.1.2.2 1|9113 8.2.2: Connection
    http2/8.1.2.2 2|9113 8.2.2: TE of anything else
    http2/8.1.2.3 1|9113 8.3.1: an empty path
    http2/8.1.2.3 2|9113 8.3.1: no method
    http2/8.1.2.3 3|9113 8.3.1: no scheme
    http2/8.1.2.3 4|9113 8.3.1: no path
    http2/8.1.2.3 5|9113 8.3.1: two methods
    http2/8.1.2.3 6|9113 8.3.1: two schemes
    http2/8.1.2.3 7|9113 8.3.1: two paths
    http2/8.1.2.6 1|9113 8.1.1: a length that the body does not reach
    http2/8.1.2.6 2|9113 8.1.1: a length that two pieces do not reach
    http2/8.2 1|9113 6.6: PUSH_PROMISE from a client
    hpack/2.3.3 1|7541 2.3.3: an index beyond both tables
    hpack/2.3.3 2|7541 2.3.3: a name's index beyond both tables
    hpack/4.2 1|7541 4.2: a change of the table's size behind fields
    hpack/5.2 1|7541 5.2: Huffman padding of more than seven bits
    hpack/5.2 2|7541 5.2: Huffman padding of zeros
    hpack/5.2 3|7541 5.2: the end symbol inside a string
    hpack/6.1 1|7541 6.1: index 0
    hpack/6.3 1|7541 6.3: a table larger than allowed
    """
}

import Foundation
import HTTPCore
import JSON
import Logging
import Testing

@testable import Server

@Suite struct TimestampTests {
  @Test(
    "moments are written as RFC 3339 in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (1_767_225_599_001, "2025-12-31T23:59:59.001Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
  func writes(milliseconds: Int64, text: String) {
    #expect(Timestamp(nanosecondsSince1970: milliseconds * 1_000_000).description == text)
  }
}

@Suite struct TraceParentTests {
  @Test("a valid field names its trace")
  func reads() {
    let value = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    #expect(TraceParent(value)?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(TraceParent("01" + value.dropFirst(2) + "-more") == nil)
    #expect(TraceParent("01" + value.dropFirst(2) + "-0a")?.value.hasPrefix("01-") == true)
  }

  @Test(
    "an invalid field is none",
    arguments: [
      "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
      "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-00",
    ])
  func refuses(value: String) { #expect(TraceParent(value) == nil) }
}

@Suite struct LogTests {
  private let output = Pipe()
  private let sink: LineSink
  private let noon = Timestamp(nanosecondsSince1970: 1_767_268_800_000_000_000)

  init() {
    // A reader that goes away is an error of write(2), not the end of the program.
    signal(SIGPIPE, SIG_IGN)
    sink = LineSink(descriptor: output.fileHandleForWriting.fileDescriptor)
  }

  /// Everything that was written.
  private func written() throws -> String {
    sink.flush()
    try output.fileHandleForWriting.close()
    return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }

  private var answered: HTTPExchange {
    var request = HTTPRequest(
      method: .post, target: "/estimate?profile=a\u{7F}\nb", path: "/estimate",
      headers: [
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "user-agent": "curl/8",
      ])
    request.id = "abc"
    return exchange(
      request, route: "/estimate", bytesIn: 10, bytesOut: 2_000, duration: .microseconds(1_234))
  }

  @Test("an access line in JSON has the request, its answer and the names that tie them to others")
  func writesAccessJSON() throws {
    AccessLog(.json, to: sink, now: { [noon] in noon }).write(answered)
    let text = try written()
    #expect(text.hasSuffix("}\n"))
    let line = try JSONValue(document: Array(text.utf8))
    #expect(line["time"] == "2026-01-01T12:00:00.000Z")
    #expect(line["method"] == "POST")
    #expect(line["route"] == "/estimate")
    #expect(line["status"] == 200)
    #expect(line["duration_us"] == 1234)
    #expect(line["bytes_in"] == 10)
    #expect(line["bytes_out"] == 2000)
    #expect(line["request_id"] == "abc")
    #expect(line["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736")
  }

  @Test("an access line in text is one line, whatever the client sent")
  func writesAccessText() throws {
    AccessLog(.text, to: sink, now: { [noon] in noon }).write(answered)
    let text = try written()
    #expect(text.filter { $0 == "\n" }.count == 1)
    #expect(text.hasPrefix("2026-01-01T12:00:00.000Z POST /estimate?profile=a"))
    #expect(text.contains(" status=200 duration_us=1234 "))
  }

  @Test("what is logged through swift-log comes out in the format asked for")
  func writesLog() throws {
    var handler = LineLogHandler(.json, level: .info, to: sink, now: { [noon] in noon })
    handler.metadata = ["service": "x"]
    let made = handler
    let logger = Logger(label: "test") { _ in made }
    logger.debug("not this")
    logger.notice("a \"quoted\" line\nand more", metadata: ["count": .stringConvertible(3)])
    let line = try JSONValue(document: Array(try written().utf8))
    #expect(line["level"] == "notice")
    #expect(line["message"] == "a \"quoted\" line\nand more")
    #expect(line["count"] == 3)
    #expect(line["service"] == "x")
  }

  @Test("text lines quote what would break them")
  func quotes() throws {
    let logger = Logger(label: "test") { [sink, noon] _ in
      LineLogHandler(.text, level: .info, to: sink, now: { noon })
    }
    logger.error("refused", metadata: ["reason": "a b", "file": "devices/x.json", "none": ""])
    #expect(
      try written()
        == "2026-01-01T12:00:00.000Z error refused file=devices/x.json none=\"\" reason=\"a b\"\n")
  }

  @Test("a reader that stalls costs lines, never a wait", .timeLimit(.minutes(20)))
  func dropsLines() throws {
    // A descriptor that stays: the sink tries on when this test is over, until it hears that the reading
    // end is gone, and would write into whatever has got the number of a closed one.
    let kept = dup(output.fileHandleForWriting.fileDescriptor)
    let small = LineSink(descriptor: kept, limit: 1 << 10)
    // Far more than a pipe and the sink hold together; nobody reads.
    for _ in 0..<10_000 { small.append([UInt8](repeating: UInt8(ascii: "x"), count: 99) + [10]) }
    #expect(small.dropped > 5_000)
  }
}

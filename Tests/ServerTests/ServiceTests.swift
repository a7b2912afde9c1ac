import Foundation
import HTTPCore
import JSON
import Testing

@testable import Server

/// The whole of it over real sockets.
@Suite(.timeLimit(.minutes(20))) struct ServiceTests {
  private static let close = "Host: test\r\nConnection: close\r\n"

  @Test("a model that is posted is answered with its estimate, and both logs tell of it")
  func answers() throws {
    let live = try LiveService()
    let body = GraphFixture.small
    let answer = try live.exchange(
      "POST /estimate?profile=board-a HTTP/1.1\r\n\(Self.close)X-Request-Id: mine\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.lowercased().contains("server: opmeter/\(OpmeterVersion.current)\r\n"))
    #expect(answer.lowercased().contains("x-request-id: mine\r\n"))
    #expect(answer.contains("\"id\":\"board-a.lib-1\""))
    #expect(live.logText.contains("listening"))
    let line = try JSONValue(document: Array(live.accessText.utf8))
    #expect(line["request_id"] == "mine")
    #expect(line["route"] == "/estimate")
    #expect(line["status"] == 200)
  }

  @Test("what the HTTP layer refuses is a problem document too")
  func refuses() throws {
    let live = try LiveService { $0.http.limits.bodyBytes = 1_000 }
    let tooLarge = try live.exchange(
      "POST /estimate HTTP/1.1\r\n\(Self.close)Content-Length: 200000000\r\n\r\n")
    #expect(tooLarge.hasPrefix("HTTP/1.1 413 "))
    #expect(tooLarge.contains("urn:opmeter:problem:body-too-large"))
    let coded = try live.exchange(
      "POST /estimate HTTP/1.1\r\n\(Self.close)Content-Encoding: br\r\nContent-Length: 1\r\n\r\nx")
    #expect(coded.hasPrefix("HTTP/1.1 415 "))
    #expect(coded.contains("urn:opmeter:problem:unsupported-content-coding"))
    #expect(try live.exchange("nonsense\r\n\r\n").contains("urn:opmeter:problem:malformed-request"))
  }

  @Test("who takes gzip gets it, with a tag that is still known")
  func compresses() throws {
    let live = try LiveService()
    let answer = try live.exchange(
      "GET /openapi.yaml HTTP/1.1\r\n\(Self.close)Accept-Encoding: gzip\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.lowercased().contains("content-encoding: gzip\r\n"))
    let line = answer.split(separator: "\r\n").first { $0.lowercased().hasPrefix("etag: ") }
    let tag = try #require(line).dropFirst(6)
    #expect(
      try live.exchange(
        "GET /openapi.yaml HTTP/1.1\r\n\(Self.close)If-None-Match: \(tag)\r\n\r\n"
      ).hasPrefix("HTTP/1.1 304 "))
  }

  @Test("the metrics count what was answered")
  func counts() throws {
    let live = try LiveService()
    _ = try live.exchange("GET /healthz HTTP/1.1\r\n\(Self.close)\r\n")
    let page = try live.exchange("GET /metrics HTTP/1.1\r\n\(Self.close)\r\n")
    #expect(
      page.contains(
        #"opmeter_http_requests_total{route="/healthz",method="GET",status="200"} 1"#))
    #expect(page.contains("opmeter_http_connections "))
    #expect(page.contains(#"opmeter_profiles_info{digest="sha256:"#))
  }

  @Test("a drain lets the request that runs finish, turns readiness and ends clean")
  func drains() async throws {
    let live = try LiveService()
    let body = GraphFixture.small
    let connection = try RawConnection(port: live.port)
    try connection.send(
      "POST /estimate?profile=board-a HTTP/1.1\r\n\(Self.close)"
        + "Expect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
    // The answer to `Expect` proves that the request's beginning has been read.
    #expect(try connection.read().hasPrefix("HTTP/1.1 100 "))
    let (ended, end) = AsyncStream.makeStream(of: Bool.self)
    live.service.drain { end.yield($0) }
    try connection.send(body)
    #expect(try connection.readToEnd().hasPrefix("HTTP/1.1 200 OK\r\n"))
    for await isClean in ended {
      #expect(isClean)
      break
    }
    #expect(live.logText.contains("draining"))
    #expect(live.logText.contains("stopped"))
  }

  @Test("a request that takes too long is cut at the end of the drain")
  func cuts() async throws {
    let live = try LiveService { $0.drainTime = .milliseconds(10) }
    let connection = try RawConnection(port: live.port)
    try connection.send(
      "POST /estimate HTTP/1.1\r\n\(Self.close)Expect: 100-continue\r\nContent-Length: 9\r\n\r\n")
    #expect(try connection.read().hasPrefix("HTTP/1.1 100 "))
    let (ended, end) = AsyncStream.makeStream(of: Bool.self)
    live.service.drain { end.yield($0) }
    for await isClean in ended {
      #expect(!isClean)
      break
    }
    #expect(live.logText.contains("cutting"))
  }

  @Test("a port that is taken is a refusal to start")
  func refusesPort() throws {
    let live = try LiveService()
    var configuration = ServiceConfiguration(
      http: HTTPConfiguration(port: live.port), profileDirectory: live.profiles.directory)
    configuration.accessLog = nil
    let sink = LineSink(descriptor: -1)
    let second = try Service(configuration, logTo: sink, accessLogTo: sink)
    #expect(throws: ServiceError.self) { try second.start() }
  }

  @Test("a service that never starts goes away quietly")
  func neverStarts() throws {
    let profiles = try TemporaryProfiles()
    let sink = LineSink(descriptor: -1)
    _ = try Service(
      ServiceConfiguration(profileDirectory: profiles.directory), logTo: sink, accessLogTo: sink)
  }
}

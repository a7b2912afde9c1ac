import Estimator
import HTTPCore
import JSON
import Testing

@testable import Server

@Suite struct ProblemTests {
  @Test("members that do not apply are left out, the others stand in a fixed order")
  func writesMembers() {
    let plain = Problem(.notFound, "There is nothing at '/x'.")
    #expect(
      String(decoding: plain.document, as: UTF8.self)
        == #"{"type":"urn:opmeter:problem:not-found","title":"Not found","status":404,"#
        + #""detail":"There is nothing at '/x'."}"# + "\n")
    let full = Problem(
      .invalidModel, "It is wrong.", op: "conv", tensor: "t0", path: "$.ops[0]", byteOffset: 7,
      line: 2, suggestion: "t1", parameter: "profile")
    #expect(
      String(decoding: full.leadingMembers, as: UTF8.self)
        == #""type":"urn:opmeter:problem:invalid-model","title":"Invalid model","status":422,"#
        + #""detail":"It is wrong.","op":"conv","tensor":"t0","path":"$.ops[0]","byte_offset":7,"#
        + #""line":2,"parameter":"profile","suggestion":"t1""#)
  }

  @Test("every type has a title, a name of its own and an error's status")
  func coversTypes() {
    for type in ProblemType.allCases {
      #expect(!type.title.isEmpty)
      #expect(type.uri == "urn:opmeter:problem:" + type.rawValue)
      #expect((400...599).contains(type.status.code))
      #expect(type.status != .internalServerError)
    }
    #expect(Set(ProblemType.allCases.map(\.title)).count == ProblemType.allCases.count)
  }

  static let failures: [HTTPFailure] = [
    .notFound(path: "/x"), .methodNotAllowed(.put, allowed: [.get]),
    .methodNotImplemented(HTTPMethod(rawValue: "BREW")), .malformed(reason: "x", byteOffset: 3),
    .targetTooLong(limit: 1), .headersTooLarge(limit: 1), .tooManyHeaders(limit: 1),
    .bodyTooLarge(limit: 1), .bodyExpandsTooMuch(ratioLimit: 1),
    .malformedContentCoding(name: "gzip"), .unsupportedContentCoding(name: "br"),
    .unsupportedTransferCoding(name: "gzip"), .expectationFailed("x"), .unsupportedVersion("9"),
    .timeout(.body), .overloaded(retryAfterSeconds: 2), .deadlineExceeded(retryAfterSeconds: 2),
    .draining(retryAfterSeconds: 2),
  ]

  @Test("what the HTTP layer refuses keeps its status and its header fields", arguments: failures)
  func mapsFailures(failure: HTTPFailure) throws {
    let answer = TestAnswer(Problem(failure).response)
    #expect(answer.status == failure.status.code)
    #expect(try !answer.problem.contains(" "))
    for field in failure.headers { #expect(answer.response.headers[field.name] == field.value) }
  }

  @Test("an answer that says to come back says when")
  func saysWhen() {
    for failure in Self.failures where failure.status == .serviceUnavailable {
      #expect(Problem(failure).response.headers["retry-after"] == "2")
    }
  }

  @Test("lines are counted from one")
  func countsLines() {
    let body = Array("a\nb\n\nc".utf8)
    #expect((0...6).map { body.line(at: $0) } == [1, 1, 2, 2, 3, 4, 4])
  }
}

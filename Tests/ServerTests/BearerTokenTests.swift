import Foundation
import JSON
import Testing

@testable import HTTPCore
@testable import Server

@Suite struct BearerTokenTests {
  private let tokens = BearerTokens(["first-token", "second"])

  private func request(_ authorization: String?) -> HTTPRequest {
    HTTPRequest(
      method: .post, target: "/estimate", path: "/estimate",
      headers: authorization.map { ["authorization": $0] } ?? [:])
  }

  @Test("each token is known, however the scheme is written", arguments: ["first-token", "second"])
  func knows(token: String) throws {
    try tokens.check(request("Bearer \(token)"))
    try tokens.check(request("bearer \(token)"))
  }

  @Test(
    "anything else is refused with what is asked for",
    arguments: [
      nil, "", "Bearer", "Bearer ", "Bearer first", "Bearer first-tokens", "Basic first-token",
      "first-token",
    ])
  func refuses(authorization: String?) throws {
    #expect {
      try tokens.check(request(authorization))
    } throws: { error in
      guard let problem = error as? Problem else { return false }
      return problem.type == .unauthorized
        && problem.headers["www-authenticate"]?.hasPrefix("Bearer") == true
    }
  }

  @Test("a file holds one token a line, with comments")
  func readsFile() throws {
    let profiles = try TemporaryProfiles()
    try profiles.write("../tokens", "# for CI\nfirst-token\n\n  second\r\n")
    let read = try BearerTokens(file: profiles.root + "/tokens")
    try read.check(request("Bearer second"))
    #expect(throws: Problem.self) { try read.check(request("Bearer # for CI")) }
  }

  @Test("a file without a token, or none at all, is a refusal to start")
  func refusesFile() throws {
    let profiles = try TemporaryProfiles()
    try profiles.write("../tokens", "# nothing yet\n")
    for name in ["tokens", "missing"] {
      #expect(throws: ServiceError.self) { try BearerTokens(file: profiles.root + "/" + name) }
    }
  }

  @Test("only what is posted needs a token")
  func guardsPosts() throws {
    let service = try TestService()
    var api = service.api
    api.tokens = tokens
    func status(_ method: HTTPMethod, _ target: String, _ headers: HTTPHeaders = [:]) -> Int {
      let body = method == .post ? Array(GraphFixture.small.utf8) : []
      return routed(method, target, headers, body, through: api.router(), of: api).status.code
    }
    #expect(status(.get, "/profiles") == 200)
    #expect(status(.get, "/healthz") == 200)
    #expect(status(.post, "/estimate") == 401)
    #expect(status(.post, "/profiles/validate") == 401)
    #expect(status(.post, "/estimate", ["authorization": "Bearer second"]) == 200)
  }

  @Test("a body is not invited without a token")
  func guardsBodies() throws {
    var api = try TestService().api
    api.tokens = tokens
    func refusal(_ headers: HTTPHeaders) throws -> Int? {
      let request = HTTPRequest(
        method: .post, target: "/estimate", path: "/estimate", headers: headers, id: "test")
      guard case .handler(let row, _, _) = api.router().route(request) else { return nil }
      let check = try #require(row.check)
      return check(request)?.status.code
    }
    #expect(try refusal([:]) == 401)
    #expect(try refusal(["authorization": "Bearer third"]) == 401)
    #expect(try refusal(["authorization": "Bearer second"]) == nil)
  }
}

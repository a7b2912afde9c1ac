import Testing

@testable import HTTPCore

@Suite struct RouterTests {
  private static let router: Router = {
    var router = Router()
    router.on(.get, "/") { _, _ in .response(.text("root")) }
    router.on(.get, "/profiles") { _, _ in .response(.text("list")) }
    router.on(.get, "/profiles/status") { _, _ in .response(.text("status")) }
    router.on(.get, "/profiles/{id}") { _, parameters in
      .response(.text("one \(parameters["id"] ?? "-")"))
    }
    router.on(.get, "/profiles/{id}/curves") { _, parameters in
      .response(.text("curves \(parameters["id"] ?? "-")"))
    }
    router.on(.post, "/estimate") { _, _ in .response(.text("estimate")) }
    return router
  }()

  private func answer(_ method: HTTPMethod, _ target: String) throws -> String {
    let parts = try #require(RequestTarget(target))
    let path = try #require(PercentCoding.decode(parts.rawPath.utf8))
    let request = HTTPRequest(method: method, target: target, path: path)
    switch Self.router.route(request) {
    case .handler(let row, let parameters, let pattern):
      guard case .response(let response) = row.handler(request, parameters) else {
        return "compute"
      }
      return "\(pattern): " + String(decoding: response.body, as: UTF8.self)
    case .options(let allowed): return "options " + allowed.map(\.rawValue).joined(separator: " ")
    case .failure(let failure): return "\(failure)"
    }
  }

  @Test(
    "each path finds its route",
    arguments: [
      ("/", "/: root"),
      ("/profiles", "/profiles: list"),
      ("/profiles?x=1", "/profiles: list"),
      ("/profiles/status", "/profiles/status: status"),
      ("/profiles/%73tatus", "/profiles/status: status"),
      ("/profiles/a", "/profiles/{id}: one a"),
      ("/profiles/a%20b", "/profiles/{id}: one a b"),
      ("/profiles/a%2Fcurves", "/profiles/{id}: one a/curves"),
      ("/profiles/a%2Fb/curves", "/profiles/{id}/curves: curves a/b"),
      ("http://host/profiles/a", "/profiles/{id}: one a"),
    ])
  func finds(target: String, expected: String) throws {
    #expect(try answer(.get, target) == expected)
  }

  @Test(
    "what is not there is 404 with its path",
    arguments: [
      "/nope", "/profiles/", "/profiles//curves", "/profiles/a/curves/", "//", "/Profiles",
    ])
  func notFound(target: String) throws {
    #expect(try answer(.get, target) == "\(HTTPFailure.notFound(path: target))")
  }

  @Test("HEAD is answered by GET's handler")
  func head() throws {
    #expect(try answer(.head, "/profiles") == "/profiles: list")
  }

  @Test("a method that the path does not take is 405 with the ones it does")
  func wrongMethod() throws {
    let expected = HTTPFailure.methodNotAllowed(.post, allowed: [.get, .head, .options])
    #expect(try answer(.post, "/profiles/a") == "\(expected)")
    #expect(HTTPFailure.methodNotAllowed(.get, allowed: [.post]).headers["Allow"] == "POST")
  }

  @Test("a method that nobody knows is 501, and case matters")
  func unknownMethod() throws {
    let expected = HTTPFailure.methodNotImplemented(HTTPMethod(rawValue: "get"))
    #expect(try answer(HTTPMethod(rawValue: "get"), "/profiles") == "\(expected)")
  }

  @Test("OPTIONS tells a path's methods, and with an asterisk everyone's")
  func options() throws {
    #expect(try answer(.options, "/estimate") == "options POST OPTIONS")
    #expect(try answer(.options, "*") == "options GET HEAD OPTIONS POST")
  }

  @Test("the table lists its rows in order")
  func lists() {
    #expect(
      Self.router.routes.map { "\($0.method) \($0.pattern)" } == [
        "GET /", "GET /profiles", "GET /profiles/status", "GET /profiles/{id}",
        "GET /profiles/{id}/curves", "POST /estimate",
      ])
  }
}

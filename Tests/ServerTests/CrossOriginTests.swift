import Estimator
import HTTPCore
import ProfileFiles
import Testing

@testable import Server

@Suite struct CrossOriginTests {
  private static let page = "https://models.example.org"

  private func answer(
    _ method: HTTPMethod, _ target: String, from origin: String?, allowed: [String]?
  ) throws -> HTTPResponse {
    var api = try TestService().api
    api.crossOrigin = allowed.map { CrossOrigin($0) }
    return routed(
      method, target, origin.map { ["origin": $0] } ?? [:], [], through: api.router(), of: api)
  }

  @Test("nobody else's page may read an answer unless it was listed")
  func isOffByDefault() throws {
    for allowed in [nil, ["https://other.example.org"]] {
      let response = try answer(.get, "/profiles", from: Self.page, allowed: allowed)
      #expect(response.status.code == 200)
      #expect(response.headers["access-control-allow-origin"] == nil)
    }
  }

  @Test("a listed page may, and caches keep it apart from others; errors are readable too")
  func grants() throws {
    for (target, status) in [("/profiles", 200), ("/nowhere", 404), ("/profiles/nowhere", 404)] {
      let response = try answer(.get, target, from: Self.page, allowed: [Self.page])
      #expect(response.status.code == status)
      #expect(response.headers["access-control-allow-origin"] == Self.page)
      #expect(response.headers.values("vary").contains("origin"))
    }
    let anyone = try answer(.get, "/profiles", from: Self.page, allowed: ["*"])
    #expect(anyone.headers["access-control-allow-origin"] == "*")
  }

  @Test("a preflight says what may follow, to listed pages alone")
  func preflights() throws {
    let granted = try answer(.options, "/estimate", from: Self.page, allowed: [Self.page])
    #expect(granted.status.code == 204)
    #expect(granted.headers["access-control-allow-methods"] == "POST")
    #expect(granted.headers["access-control-allow-headers"]?.contains("content-type") == true)
    let refused = try answer(.options, "/estimate", from: "https://a.b", allowed: [Self.page])
    #expect(refused.headers["access-control-allow-methods"] == nil)
    #expect(refused.headers["allow"] == "POST, OPTIONS")
  }

  @Test("a picture that is opened as a page may load nothing")
  func boundsPictures() throws {
    let id = try #require(TestService().api.store.snapshot.profiles.profiles.first).id
    let picture = try answer(.get, "/profiles/\(id)/curves?format=svg", from: nil, allowed: nil)
    #expect(picture.status.code == 200)
    #expect(picture.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
    let data = try answer(.get, "/profiles/\(id)/curves", from: nil, allowed: nil)
    #expect(data.headers["content-security-policy"] == nil)
  }

  @Test(
    "origins are what browsers send",
    arguments: [
      ("https://a.example", true), ("http://localhost:3000", true), ("*", true), ("", false),
      ("a.example", false), ("https://", false), ("https://a.example/", false),
      ("https://u@a.example", false), ("https://a b", false),
    ])
  func validates(text: String, isValid: Bool) { #expect(isOrigin(text) == isValid) }
}

import HTTPCore
import JSON
import Logging

@testable import Server

/// The API over a profile directory of its own, without a socket.
struct TestService {
  let profiles: TemporaryProfiles
  let store: ProfileStore
  let readiness = Readiness()
  let api: API
  private let router: Router

  init() throws {
    profiles = try TemporaryProfiles()
    store = try ProfileStore(
      source: .directory(profiles.directory),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    api = API(store: store, readiness: readiness)
    router = api.router()
  }

  func get(_ target: String, _ headers: HTTPHeaders = [:]) throws -> TestAnswer {
    try answer(.get, target, headers, [])
  }

  func post(_ target: String, _ body: [UInt8], _ headers: HTTPHeaders = [:]) throws -> TestAnswer {
    try answer(.post, target, headers, body)
  }

  func post(_ target: String, _ body: String) throws -> TestAnswer {
    try answer(.post, target, [:], Array(body.utf8))
  }

  func answer(
    _ method: HTTPMethod, _ target: String, _ headers: HTTPHeaders, _ body: [UInt8]
  ) throws -> TestAnswer {
    TestAnswer(routed(method, target, headers, body, through: router, of: api))
  }
}

/// An answer as a client would see it.
struct TestAnswer {
  let response: HTTPResponse

  init(_ response: HTTPResponse) { self.response = response }

  var status: Int { response.status.code }
  var text: String { String(decoding: response.body, as: UTF8.self) }
  var mediaType: String? { response.headers["content-type"] }

  var json: JSONValue {
    get throws { try JSONValue(document: response.body) }
  }

  /// The last part of a problem's type, checked to be a whole problem document.
  var problem: String {
    get throws {
      let json = try json
      guard mediaType == "application/problem+json", json["status"] == .integer(status),
        case .string(let type) = json["type"], case .string(let title) = json["title"],
        case .string(let detail) = json["detail"], !title.isEmpty, !detail.isEmpty,
        type.hasPrefix("urn:opmeter:problem:")
      else { return "no problem document: \(text)" }
      return String(type.dropFirst("urn:opmeter:problem:".count))
    }
  }
}

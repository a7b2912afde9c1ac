import HTTPCore
import ProfileFiles

/// The service's resources: a table from routes to functions of request and snapshot.
///
/// Nothing here knows of sockets; a test hands in a request and looks at the answer.
struct API: Sendable {
  let store: ProfileStore
  let readiness: Readiness
  var limits = APILimits()
  /// Asked of every POST; nil asks for none.
  var tokens: BearerTokens?
  /// Who may read answers in a browser beside the service's own pages; nil is nobody.
  var crossOrigin: CrossOrigin?
  /// The text of `/metrics`.
  var metrics: @Sendable () -> String = { "" }
  /// How the profile directory is watched at this moment, for `/profiles/status`.
  var watch: @Sendable () -> DirectoryWatch.Reach? = { nil }

  /// The table of all routes.
  func router() -> Router {
    var router = Router()
    for route in Self.routes {
      router.on(route.method, route.pattern, beforeBody: headCheck(route)) { request, parameters in
        answer(Call(request: request, parameters: parameters, snapshot: store.snapshot), route)
      }
    }
    if let crossOrigin { addPreflights(crossOrigin, to: &router) }
    return router
  }

  /// Refuses a POST without a token before its body is sent, where its sender waits to be invited.
  private func headCheck(_ route: Route) -> HTTPHeadCheck? {
    guard let tokens, route.method == .post else { return nil }
    return { request in
      do throws(Problem) {
        try tokens.check(request)
        return nil
      } catch {
        return CommonHeaders(request, snapshot: store.snapshot, crossOrigin).added(
          to: error.response)
      }
    }
  }

  private func addPreflights(_ crossOrigin: CrossOrigin, to router: inout Router) {
    let rows = Dictionary(grouping: Self.routes, by: \.pattern)
    for (pattern, routes) in rows {
      let methods = routes.map(\.method)
      router.on(.options, pattern) { request, parameters in
        let call = Call(request: request, parameters: parameters, snapshot: store.snapshot)
        let response = crossOrigin.preflight(request, methods: methods)
        return .response(CommonHeaders(call, self).added(to: response))
      }
    }
  }

  /// One row of the table.
  struct Route: Sendable {
    var method: HTTPMethod
    var pattern: String
    var handler: @Sendable (API, Call) throws(Problem) -> HTTPReply
  }

  /// A request with what it is answered from.
  struct Call: Sendable {
    var request: HTTPRequest
    var parameters: PathParameters
    var snapshot: ProfileSnapshot
  }

  static let routes: [Route] = [
    Route(method: .get, pattern: "/") { api, call throws(Problem) in api.index(call) },
    Route(method: .post, pattern: "/estimate") { api, call throws(Problem) in
      try api.estimate(call)
    },
    Route(method: .post, pattern: "/diff") { api, call throws(Problem) in try api.diff(call) },
    Route(method: .post, pattern: "/optimize") { api, call throws(Problem) in
      try api.optimize(call)
    },
    Route(method: .post, pattern: "/calibrate") { api, call throws(Problem) in
      try api.calibrate(call)
    },
    Route(method: .get, pattern: "/profiles") { api, call throws(Problem) in
      try api.profileList(call)
    },
    Route(method: .get, pattern: "/profiles/status") { api, call throws(Problem) in
      try api.profileStatus(call)
    },
    Route(method: .post, pattern: "/profiles/validate") { api, call throws(Problem) in
      try api.validateProfile(call)
    },
    Route(method: .get, pattern: "/profiles/schema/{name}") { api, call throws(Problem) in
      try api.profileSchema(call)
    },
    Route(method: .get, pattern: "/profiles/{id}") { api, call throws(Problem) in
      try api.profile(call)
    },
    Route(method: .get, pattern: "/profiles/{id}/curves") { api, call throws(Problem) in
      try api.curves(call)
    },
    Route(method: .get, pattern: "/operators") { api, call throws(Problem) in
      try api.operators(call)
    },
    Route(method: .get, pattern: "/healthz") { api, call throws(Problem) in api.health(call) },
    Route(method: .get, pattern: "/readyz") { api, call throws(Problem) in try api.ready(call) },
    Route(method: .get, pattern: "/metrics") { api, call throws(Problem) in
      api.metricsText(call)
    },
    Route(method: .get, pattern: "/version") { api, call throws(Problem) in
      try api.version(call)
    },
    Route(method: .get, pattern: "/openapi.yaml") { api, call throws(Problem) in
      try api.contract(call)
    },
  ]
}

/// What this layer bounds, with unit, default and the effect past it.
public struct APILimits: Hashable, Sendable {
  /// Bytes of a body whose estimate is made on the connection's own queue; larger ones go to the
  /// compute pool. A hop to the pool costs 4-9 us, parsing 64 KiB some 200.
  public var inlineBodyBytes = 64 << 10
  /// Profiles that one inline estimate may ask for. Past it: the compute pool.
  public var inlineProfiles = 8

  public init() {}
}

extension API {
  /// Calls a handler and gives its answer what every answer carries.
  private func answer(_ call: Call, _ route: Route) -> HTTPReply {
    let common = CommonHeaders(call, self)
    do {
      if let tokens, route.method == .post { try tokens.check(call.request) }
      switch try route.handler(self, call) {
      case .response(let response): return .response(common.added(to: response))
      case .compute(let cost, let work):
        return .compute(cost: cost) { common.added(to: work()) }
      }
    } catch {
      return .response(common.added(to: error.response))
    }
  }

  /// The answer to what the HTTP layer refused before any handler was asked.
  func response(to failure: HTTPFailure, _ request: HTTPRequest?) -> HTTPResponse {
    var problem = Problem(failure)
    if case .notFound(let path) = failure {
      problem.suggest(path, among: Self.routes.map(\.pattern).filter { !$0.contains("{") })
    }
    return CommonHeaders(request, snapshot: store.snapshot, crossOrigin).added(
      to: problem.response)
  }
}

/// Header fields that every answer carries.
private struct CommonHeaders: Sendable {
  private let fields: HTTPHeaders
  private let trace: TraceParent?
  private let request: HTTPRequest?
  private let crossOrigin: CrossOrigin?

  init(_ call: API.Call, _ api: API) {
    self.init(call.request, snapshot: call.snapshot, api.crossOrigin)
  }

  init(_ request: HTTPRequest?, snapshot: ProfileSnapshot, _ crossOrigin: CrossOrigin?) {
    fields = snapshot.commonHeaders
    self.crossOrigin = crossOrigin
    // Held only where it is looked at: a request holds its body.
    self.request = crossOrigin == nil ? nil : request
    trace = request?.headers[TraceParent.headerName].flatMap(TraceParent.init)
  }

  func added(to response: consuming HTTPResponse) -> HTTPResponse {
    response.headers.append(fields)
    // A picture opened on its own is a page, and may hold nothing but itself (w3.org/TR/CSP3).
    if response.headers["content-type"]?.hasPrefix("image/svg+xml") == true {
      response.headers.append(
        "content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    }
    crossOrigin?.grant(request, &response)
    if let trace { response.headers.append(TraceParent.headerName, trace.value) }
    return response
  }
}

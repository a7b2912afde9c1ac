@testable import HTTPCore
@testable import Server

/// What the API's table answers to a request; work for the compute pool is done at once.
func routed(
  _ method: HTTPMethod, _ target: String, _ headers: HTTPHeaders, _ body: [UInt8],
  through router: Router, of api: API
) -> HTTPResponse {
  let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
  let request = HTTPRequest(
    method: method, target: target, path: String(parts[0]),
    query: parts.count > 1 ? String(parts[1]) : nil, headers: headers, body: body, id: "test")
  switch router.route(request) {
  case .handler(let row, let parameters, _):
    switch row.handler(request, parameters) {
    case .response(let response): return response
    case .compute(_, let work): return work()
    }
  case .failure(let failure): return api.response(to: failure, request)
  case .options: return HTTPResponse(status: .noContent)
  }
}

/// What the server would tell an observer.
func exchange(
  _ request: HTTPRequest?, route: String?, status: HTTPStatus = .ok, bytesIn: Int = 0,
  bytesOut: Int = 0, duration: Duration = .zero, failure: HTTPFailure? = nil
) -> HTTPExchange {
  HTTPExchange(
    request: request, route: route, status: status, bytesIn: bytesIn, bytesOut: bytesOut,
    duration: duration, failure: failure)
}

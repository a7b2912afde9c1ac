import HTTPCore

/// What the example answers.
enum EchoRoutes {
  static func router() -> Router {
    var router = Router()
    let ok = HTTPResponse.text("OK")
    router.on(.get, "/") { _, _ in .response(ok) }
    router.on(.post, "/") { request, _ in .response(echo(request)) }
    for method in [HTTPMethod.get, .post] {
      router.on(method, "/echo") { request, _ in .response(.text(headerLines(request))) }
      router.on(method, "/cookie") { request, _ in .response(.text(cookiePairs(request))) }
    }
    return router
  }

  private static func echo(_ request: HTTPRequest) -> HTTPResponse {
    let type = request.headers["content-type"] ?? "application/octet-stream"
    return HTTPResponse(headers: ["content-type": type], body: request.body)
  }

  /// The request's header fields as they were understood, one a line.
  private static func headerLines(_ request: HTTPRequest) -> String {
    request.headers.map { "\($0.name): \($0.value)\n" }.joined()
  }

  /// The pairs of every Cookie field (RFC 6265 section 5.4), one a line.
  private static func cookiePairs(_ request: HTTPRequest) -> String {
    request.headers.values("cookie")
      .flatMap { $0.split(separator: ";") }
      .map { $0.trimmingSpaces + "\n" }
      .joined()
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

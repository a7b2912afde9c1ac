/// A table from method and path to handler.
///
/// A pattern is a path whose segments may be `{name}`: `/profiles/{id}/curves`. An exact path wins over
/// a pattern; among patterns the first one registered wins. HEAD is answered by GET's handler, OPTIONS
/// by the table itself.
public struct Router: Sendable {
  /// One row of the table.
  public struct Route: Sendable, Hashable {
    public let method: HTTPMethod
    public let pattern: String
  }

  /// What the table has for a request.
  enum Match: Sendable {
    case handler(Row, PathParameters, pattern: String)
    case options(allowed: [HTTPMethod])
    case failure(HTTPFailure)
  }

  /// Who answers one method of a pattern, and who looks at the head before its body is asked for.
  struct Row: Sendable {
    let method: HTTPMethod
    let check: HTTPHeadCheck?
    let handler: HTTPHandler
  }

  /// The rows of one pattern.
  private struct Resource: Sendable {
    let pattern: String
    let segments: [Segment]
    var rows: [Row] = []
  }

  private enum Segment: Sendable, Equatable {
    case literal(String)
    case parameter(String)
  }

  private var resources: [Resource] = []
  private var exact: [String: Int] = [:]
  private var patterns: [Int] = []

  public init() {}

  /// Every row, in the order of registration.
  public var routes: [Route] {
    resources.flatMap { resource in
      resource.rows.map { Route(method: $0.method, pattern: resource.pattern) }
    }
  }

  /// Adds a row.
  ///
  /// - Parameter check: asked before `100 Continue` invites a body that the handler would refuse unread.
  ///   The handler must check again: few clients wait to be invited.
  /// - Precondition: the pattern begins with `/` and the row is not there yet.
  public mutating func on(
    _ method: HTTPMethod, _ pattern: String, beforeBody check: HTTPHeadCheck? = nil,
    _ handler: @escaping HTTPHandler
  ) {
    precondition(pattern.hasPrefix("/"), "a route's pattern begins with '/'")
    let index = resources.firstIndex { $0.pattern == pattern } ?? insert(pattern)
    precondition(
      !resources[index].rows.contains { $0.method == method }, "a route is registered once")
    resources[index].rows.append(Row(method: method, check: check, handler: handler))
  }

  private mutating func insert(_ pattern: String) -> Int {
    let segments = Self.split(pattern).map { piece in
      piece.hasPrefix("{") && piece.hasSuffix("}")
        ? Segment.parameter(String(piece.dropFirst().dropLast())) : .literal(String(piece))
    }
    let index = resources.count
    resources.append(Resource(pattern: pattern, segments: segments))
    let isExact = segments.allSatisfy { if case .literal = $0 { true } else { false } }
    if isExact { exact[pattern] = index } else { patterns.append(index) }
    return index
  }

  private static func split(_ path: String) -> [Substring] {
    path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
  }
}

extension Router {
  /// Finds who answers `request`.
  ///
  /// - Complexity: O(1) for exact paths, O(patterns) for the others.
  func route(_ request: HTTPRequest) -> Match {
    if request.target == "*" { return .options(allowed: allMethods) }
    guard let (resource, parameters) = find(request) else {
      return .failure(.notFound(path: request.path))
    }
    if let row = resource.rows.first(where: { $0.method == request.method }) {
      return .handler(row, parameters, pattern: resource.pattern)
    }
    if request.method == .head, let row = resource.rows.first(where: { $0.method == .get }) {
      return .handler(row, parameters, pattern: resource.pattern)
    }
    if request.method == .options { return .options(allowed: allowed(resource)) }
    guard HTTPMethod.recognised.contains(request.method) else {
      return .failure(.methodNotImplemented(request.method))
    }
    return .failure(.methodNotAllowed(request.method, allowed: allowed(resource)))
  }

  private func find(_ request: HTTPRequest) -> (Resource, PathParameters)? {
    // An escape may hide a slash, and a hidden slash is part of a segment, not between two.
    let isEscaped = request.target.utf8.contains(UInt8(ascii: "%"))
    if !isEscaped, let index = exact[request.path] { return (resources[index], PathParameters()) }
    guard
      let segments = isEscaped
        ? decodedSegments(request) : Self.split(request.path).map(String.init)
    else { return nil }
    if isEscaped, let index = exact["/" + segments.joined(separator: "/")],
      resources[index].segments == segments.map(Segment.literal)
    {
      return (resources[index], PathParameters())
    }
    for index in patterns {
      if let parameters = match(resources[index], segments) {
        return (resources[index], parameters)
      }
    }
    return nil
  }

  private func decodedSegments(_ request: HTTPRequest) -> [String]? {
    var segments: [String] = []
    for piece in Self.split(request.rawPath) {
      guard let segment = PercentCoding.decode(piece.utf8) else { return nil }
      segments.append(segment)
    }
    return segments
  }

  private func match(_ resource: Resource, _ segments: [String]) -> PathParameters? {
    guard resource.segments.count == segments.count else { return nil }
    var parameters = PathParameters()
    for (expected, actual) in zip(resource.segments, segments) {
      switch expected {
      case .literal(let text):
        if text != actual { return nil }
      case .parameter(let name):
        if actual.isEmpty { return nil }
        parameters.names.append(name)
        parameters.values.append(actual)
      }
    }
    return parameters
  }

  private func allowed(_ resource: Resource) -> [HTTPMethod] {
    var methods = resource.rows.map(\.method)
    if methods.contains(.get) && !methods.contains(.head) { methods.append(.head) }
    if !methods.contains(.options) { methods.append(.options) }
    return methods
  }

  private var allMethods: [HTTPMethod] {
    var methods: [HTTPMethod] = []
    for resource in resources {
      for method in allowed(resource) where !methods.contains(method) { methods.append(method) }
    }
    return methods
  }
}

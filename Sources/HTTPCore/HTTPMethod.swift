/// A request method: an open set, compared case-sensitively (RFC 9110 section 9.1).
public struct HTTPMethod: RawRepresentable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let get = HTTPMethod(rawValue: "GET")
  public static let head = HTTPMethod(rawValue: "HEAD")
  public static let post = HTTPMethod(rawValue: "POST")
  public static let put = HTTPMethod(rawValue: "PUT")
  public static let delete = HTTPMethod(rawValue: "DELETE")
  public static let patch = HTTPMethod(rawValue: "PATCH")
  public static let options = HTTPMethod(rawValue: "OPTIONS")
  public static let trace = HTTPMethod(rawValue: "TRACE")
  public static let connect = HTTPMethod(rawValue: "CONNECT")
  public static let query = HTTPMethod(rawValue: "QUERY")

  /// The methods that this server recognises: one of them on a path that does not take it is answered
  /// 405, any other token 501 (RFC 9110 sections 15.5.6 and 15.6.2).
  static let recognised: Set<HTTPMethod> = [
    .get, .head, .post, .put, .delete, .patch, .options, .trace, .connect, .query,
  ]
}

extension HTTPMethod: CustomStringConvertible {
  public var description: String { rawValue }
}

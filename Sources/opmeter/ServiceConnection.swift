import JSON

#if canImport(Glibc)
  import Glibc
#endif

/// A service that commands ask instead of computing, with the meaning of its statuses.
struct ServiceConnection {
  struct Answer {
    var body: [UInt8]
    /// False where a gate failed and said so with its status.
    var passed: Bool

    /// The `pass` of a JSON answer.
    func memberPass() throws(CommandFailure) -> Bool {
      do { return try JSONNode(document: body).member("pass").bool() } catch {
        throw .serverUnavailable("the service answered what cannot be read: \(error)")
      }
    }
  }

  private let client: HTTPClient
  private let token: String?

  init(_ url: String) throws(CommandFailure) {
    client = try HTTPClient(url)
    token = getenv("OPMETER_TOKEN").map { String(cString: $0) }
    if let token, !token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      throw .badInput("OPMETER_TOKEN holds characters that no token has")
    }
  }

  /// - Parameter subject: what the request is about, for messages.
  func post(
    _ path: String, query: [(String, String)], _ body: [UInt8], about subject: String
  ) throws(CommandFailure) -> Answer {
    let answer = try client.post(path, query: query, body, token: token)
    let isProblem = answer.contentType.hasPrefix("application/problem+json")
    switch answer.status {
    case 200: return Answer(body: answer.body, passed: true)
    case 422 where !isProblem: return Answer(body: answer.body, passed: false)
    case 408, 429, 500...599:
      throw .serverUnavailable("\(subject): the service answered \(answer.status)")
    default: throw Self.refusal(answer.body, about: subject)
    }
  }

  /// What a problem document blames.
  static func refusal(_ body: [UInt8], about subject: String) -> CommandFailure {
    var failure = CommandFailure.badInput("\(subject): \(detail(body))")
    failure.parameter = try? JSONNode(document: body).member("parameter").string()
    return failure
  }

  /// What a problem document says, or the body where it is none.
  static func detail(_ body: [UInt8]) -> String {
    if let node = try? JSONNode(document: body), let detail = try? node.member("detail").string() {
      return detail
    }
    return String(decoding: body.prefix(2_000), as: UTF8.self)
  }
}

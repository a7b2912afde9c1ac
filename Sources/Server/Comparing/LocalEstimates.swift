import HTTPCore
public import ProfileFiles

/// What `POST /estimate` answers, without a service: the same code, so the same bytes and the same
/// words for mistakes.
public struct LocalEstimates: Sendable {
  public struct Answer: Sendable {
    public var status: Int
    public var contentType: String
    public var body: [UInt8]
  }

  private let profiles: ProfileSet

  public init(_ profiles: ProfileSet) { self.profiles = profiles }

  /// - Parameter query: as it stands in a URL.
  public func estimate(query: String, _ body: [UInt8]) -> Answer {
    let request = HTTPRequest(
      method: .post, target: "/estimate?\(query)", path: "/estimate", query: query, body: body)
    let response: HTTPResponse
    do throws(Problem) {
      let query = try EstimateQuery(request)
      response = EstimateJob(
        body: body, query: query, profiles: try query.profiles(in: profiles),
        set: profiles
      ).response()
    } catch {
      response = error.response
    }
    return Answer(
      status: response.status.code, contentType: response.headers["content-type"] ?? "",
      body: response.body)
  }
}

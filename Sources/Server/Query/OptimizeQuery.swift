import Estimator
import HTTPCore
import ProfileFiles

/// What `POST /optimize` is asked beside the model.
struct OptimizeQuery: Hashable, Sendable {
  /// What the answer is.
  enum Format: String, CaseIterable, Hashable, Sendable {
    /// The file to use from now on, with the main figures as header fields.
    case model
    /// The report alone.
    case json, text
  }

  /// Profiles asked for, the most important first; empty is every one.
  var profiles: [String] = []
  var format = Format.model

  static let parameters = ["profile", "format"]

  init(_ request: HTTPRequest) throws(Problem) {
    let query = try QueryReader(request, known: Self.parameters, repeatable: ["profile"])
    let names = query.values("profile")
    if names != ["*"] {
      guard !names.contains("*") else {
        throw Problem(
          .invalidParameter, "profile=* means every profile and stands alone.",
          parameter: "profile")
      }
      profiles = names
    }
    format = try query.choice("format") ?? Self.format(accepting: request.headers)
  }

  /// JSON for a client that accepts that and no file; the file for all others, `*/*` among them.
  private static func format(accepting headers: HTTPHeaders) -> Format {
    let accept = headers.values("accept").joined(separator: ",").lowercased()
    let wantsFile = accept.contains("*/*") || accept.contains("application/octet-stream")
    return accept.contains("application/json") && !wantsFile ? .json : .model
  }

  /// The profiles asked for; empty where none were.
  func profiles(in set: ProfileSet) throws(Problem) -> [Profile] {
    guard !profiles.isEmpty else { return [] }
    var query = EstimateQuery()
    query.selection = .named(profiles)
    return try query.profiles(in: set)
  }
}

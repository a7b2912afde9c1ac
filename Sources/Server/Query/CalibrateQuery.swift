import Estimator
import HTTPCore
import ProfileFiles

/// What `POST /calibrate` is asked beside the measurements.
struct CalibrateQuery: Hashable, Sendable {
  enum Format: String, CaseIterable, Hashable, Sendable {
    case json, text
    /// The device file alone.
    case device
  }

  /// Where to begin.
  var profile: String
  /// Of the device that is made.
  var device = "my-board"
  var format = Format.json

  static let parameters = ["profile", "device", "format"]

  init(_ request: HTTPRequest) throws(Problem) {
    let query = try QueryReader(request, known: Self.parameters)
    guard let profile = query.value("profile"), !profile.isEmpty else {
      throw Problem(
        .invalidParameter,
        "profile= is needed: where to begin, the nearest board or any-cortex-m4 and its kin. "
          + "GET /profiles lists them.", parameter: "profile")
    }
    self.profile = profile
    if let device = query.value("device") { self.device = device }
    format = try query.choice("format") ?? .json
  }

  func profile(in set: ProfileSet) throws(Problem) -> Profile {
    var query = EstimateQuery()
    query.selection = .named([profile])
    return try query.profiles(in: set)[0]
  }
}

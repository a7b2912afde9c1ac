import HTTPCore
import ProfileFiles

/// One complete set of profiles, when it came into use, and the answers that depend on it alone.
///
/// A request takes the snapshot once, when it begins, and keeps it: a reload in the middle changes
/// nothing for it.
final class ProfileSnapshot: Sendable {
  let profiles: ProfileSet
  let schemas: ProfileSchemas
  let loadedAt: Timestamp
  /// Header fields of every answer made from this set.
  ///
  /// Answers are data: nothing sent here is to be taken for a script (fetch.spec.whatwg.org).
  let commonHeaders: HTTPHeaders
  /// Answers that were asked for once, compressed and all.
  private let preparedList = Locked<HTTPResponse?>(nil)
  private let preparedOperators = Locked<HTTPResponse?>(nil)

  init(_ profiles: ProfileSet, schemas: ProfileSchemas, loadedAt: Timestamp) {
    self.profiles = profiles
    self.schemas = schemas
    self.loadedAt = loadedAt
    commonHeaders = ["profiles-digest": profiles.digest, "x-content-type-options": "nosniff"]
  }

  var digest: String { profiles.digest }

  /// `GET /profiles`.
  var list: HTTPResponse {
    prepared(preparedList) { profiles in
      HTTPResponse(
        headers: ["content-type": "application/json"], body: ProfileDocument.list(of: profiles))
    }
  }

  /// `GET /operators`.
  var operators: HTTPResponse { prepared(preparedOperators, OperatorDocument.response) }

  private func prepared(
    _ place: Locked<HTTPResponse?>, _ make: (ProfileSet) -> HTTPResponse
  ) -> HTTPResponse {
    if let made = place.withLock({ $0 }) { return made }
    let made = make(profiles).tagged(digest).precompressed()
    place.withLock { $0 = made }
    return made
  }
}

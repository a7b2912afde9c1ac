import Estimator
import ProfileFiles

/// One complete set of profiles, and when it came into use.
///
/// A request takes the snapshot once, when it begins, and keeps it: a reload in the middle changes
/// nothing for it.
final class ProfileSnapshot: Sendable {
  let profiles: ProfileSet
  let schemas: ProfileSchemas
  let loadedAt: Timestamp
  /// The body of `GET /profiles`, which is asked for often and never changes.
  let listDocument: [UInt8]

  init(_ profiles: ProfileSet, schemas: ProfileSchemas, loadedAt: Timestamp) {
    self.profiles = profiles
    self.schemas = schemas
    self.loadedAt = loadedAt
    listDocument = ProfileDocument.list(of: profiles)
  }

  var digest: String { profiles.digest }
}

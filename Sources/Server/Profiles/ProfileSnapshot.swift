import ProfileFiles

/// One complete set of profiles, and when it came into use.
///
/// A request takes the snapshot once, when it begins, and keeps it: a reload in the middle changes
/// nothing for it.
final class ProfileSnapshot: Sendable {
  let profiles: ProfileSet
  let loadedAt: Timestamp

  init(_ profiles: ProfileSet, loadedAt: Timestamp) {
    self.profiles = profiles
    self.loadedAt = loadedAt
  }

  var digest: String { profiles.digest }
}

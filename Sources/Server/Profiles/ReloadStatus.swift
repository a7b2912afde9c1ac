import ProfileFiles

/// What became of one attempt to load the profiles anew.
enum ReloadOutcome: Hashable, Sendable {
  /// Another set is in use now.
  case loaded
  /// The set on disk is the one in use.
  case unchanged
  /// The set on disk is refused; the last good one stays.
  case failed(ProfileSetError)
  /// Files kept changing while they were read; the last good set stays until a quieter moment.
  case unsettled
}

extension ReloadOutcome {
  /// The word for it in metrics and status.
  var word: String {
    switch self {
    case .loaded: "loaded"
    case .unchanged: "unchanged"
    case .failed: "failed"
    case .unsettled: "unsettled"
    }
  }

  static let words = ["loaded", "unchanged", "failed", "unsettled"]
}

/// What moved somebody to load the profiles anew.
enum ReloadTrigger: String, Sendable {
  case start, watch, poll, signal
}

/// How loading went so far.
struct ReloadStatus: Hashable, Sendable {
  /// Why the set on disk is not in use, where it is not.
  var error: ProfileSetError?
  /// When that was first seen.
  var errorSince: Timestamp?
  /// The last attempt, and how it ended.
  var lastAttempt: Timestamp
  var lastOutcome = "loaded"
  /// The last attempt that found a good set, new or not.
  var lastSuccess: Timestamp
  /// Attempts by how they ended.
  var counts: [String: Int] = [:]

  init(at now: Timestamp) {
    lastAttempt = now
    lastSuccess = now
  }

  var isLastSuccessful: Bool { error == nil }
}

import Logging
import ProfileFiles

/// The profiles in use, and the only way to change them.
///
/// All or nothing: a set is loaded and checked whole beside the one in use, then one reference is
/// swapped. A bad set changes nothing but the status.
final class ProfileStore: Sendable {
  private struct State {
    var snapshot: ProfileSnapshot
    var status: ReloadStatus
  }

  private let source: ProfileSource
  private let logger: Logger
  private let now: @Sendable () -> Timestamp
  private let state: Locked<State>
  /// Held while a set is being loaded, so that the older of two never replaces the newer. What it
  /// guards is the fingerprint of the contents that were judged last, good or bad.
  private let loading: Locked<DirectoryFingerprint?>

  /// Looks at contents that change while they are read, this often before giving up for now.
  private static let patience = 3

  /// Loads the first set; without a good one there is no store.
  init(
    source: ProfileSource, logger: Logger, now: @escaping @Sendable () -> Timestamp = { .now }
  ) throws(ProfileSetError) {
    self.source = source
    self.logger = logger
    self.now = now
    let fingerprint = source.fingerprint()
    let set = try source.load()
    let time = now()
    state = Locked(
      State(
        snapshot: ProfileSnapshot(set, schemas: source.schemas(), loadedAt: time),
        status: ReloadStatus(at: time)))
    loading = Locked(fingerprint)
    logger.info(
      "profiles loaded",
      metadata: ["digest": "\(set.digest)", "profiles": .stringConvertible(set.profiles.count)])
  }

  /// The set in use.
  var snapshot: ProfileSnapshot { state.withLock { $0.snapshot } }

  /// How loading went so far.
  var status: ReloadStatus { state.withLock { $0.status } }
}

extension ProfileStore {
  /// Loads the profiles anew, whether or not anything seems to have changed. Returns when it is done.
  @discardableResult
  func reload(_ trigger: ReloadTrigger) -> ReloadOutcome {
    loading.withLock { judged in
      for _ in 0..<Self.patience {
        let before = source.fingerprint()
        let result = attempt()
        guard source.fingerprint() == before else { continue }
        judged = before
        return settle(result, trigger)
      }
      judged = nil
      return settle(.unsettled, trigger)
    }
  }

  /// Loads the profiles anew if their contents are not those judged last.
  ///
  /// - Returns: nil where nothing was done.
  @discardableResult
  func reloadIfChanged(_ trigger: ReloadTrigger) -> ReloadOutcome? {
    let judged = loading.withLock { $0 }
    guard judged == nil || source.fingerprint() != judged else { return nil }
    return reload(trigger)
  }

  private enum Attempt {
    case good(ProfileSet, ProfileSchemas)
    case bad(ProfileSetError)
    case unsettled
  }

  private func attempt() -> Attempt {
    do {
      return .good(try source.load(), source.schemas())
    } catch {
      return .bad(error)
    }
  }

  /// Makes `result` what the store says from now on.
  private func settle(_ result: Attempt, _ trigger: ReloadTrigger) -> ReloadOutcome {
    let time = now()
    let (outcome, previous) = state.withLock { state in
      let previous = state.status
      let outcome = Self.apply(result, to: &state, at: time)
      state.status.lastAttempt = time
      state.status.lastOutcome = outcome.word
      state.status.counts[outcome.word, default: 0] += 1
      return (outcome, previous)
    }
    log(outcome, trigger, previousError: previous.error)
    return outcome
  }

  private static func apply(
    _ result: Attempt, to state: inout State, at time: Timestamp
  ) -> ReloadOutcome {
    switch result {
    case .unsettled: return .unsettled
    case .bad(let error):
      if state.status.error != error { state.status.errorSince = time }
      state.status.error = error
      return .failed(error)
    case .good(let set, let schemas):
      state.status.error = nil
      state.status.errorSince = nil
      state.status.lastSuccess = time
      let used = state.snapshot
      guard set.digest != used.digest || schemas != used.schemas else { return .unchanged }
      state.snapshot = ProfileSnapshot(set, schemas: schemas, loadedAt: time)
      return .loaded
    }
  }

  /// Says what changed, once; whoever sent a signal hears of the outcome every time.
  private func log(
    _ outcome: ReloadOutcome, _ trigger: ReloadTrigger, previousError: ProfileSetError?
  ) {
    let isAsked = trigger == .signal
    var metadata: Logger.Metadata = ["trigger": "\(trigger.rawValue)"]
    switch outcome {
    case .loaded:
      let set = snapshot.profiles
      metadata["digest"] = "\(set.digest)"
      metadata["profiles"] = .stringConvertible(set.profiles.count)
      logger.notice("profiles loaded", metadata: metadata)
    case .unchanged:
      if previousError != nil || isAsked {
        logger.notice("profiles are those in use", metadata: metadata)
      }
    case .failed(let error):
      guard error != previousError || isAsked else { return }
      metadata["file"] = error.file.map { "\($0)" }
      metadata["path"] = error.path.map { "\($0)" }
      metadata["reason"] = "\(error.reason)"
      metadata["in_use"] = "\(snapshot.digest)"
      logger.error("profiles refused, the last good set stays in use", metadata: metadata)
    case .unsettled:
      logger.info("profiles change while they are read, trying again later", metadata: metadata)
    }
  }
}

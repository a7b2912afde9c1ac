import Estimator
import ProfileFiles

extension EstimateQuery {
  /// The profiles that are answered for, in the order of the answer.
  func profiles(in set: ProfileSet) throws(Problem) -> [Profile] {
    switch selection {
    case .defaults: return set.defaultProfiles
    case .all: return set.profiles
    case .named(let names):
      var profiles: [Profile] = []
      for name in names {
        let profile = try Self.profile(named: name, in: set)
        // Two names of one profile are one question.
        if !profiles.contains(where: { $0.id == profile.id }) { profiles.append(profile) }
      }
      return profiles
    }
  }

  private static func profile(
    named name: String, in set: ProfileSet
  ) throws(Problem) -> Profile {
    if let profile = set.profile(named: name) { return profile }
    var problem = Problem(
      .unknownProfile, "There is no profile '\(name.shortened)'.", parameter: "profile")
    problem.suggest(name, among: set.names)
    if problem.suggestion == nil { problem.detail += " GET /profiles lists them." }
    throw problem
  }

  /// One profile asked for by name is answered row by row, several in summary.
  func options(profileCount: Int) -> EstimateOptions {
    var isSingle = false
    if case .named = selection { isSingle = profileCount == 1 }
    return EstimateOptions(
      detail: detail ?? (isSingle ? .ops : .summary), order: order, planner: planner, clock: clock,
      reservedRAM: reservedRAM,
      reservedFlash: reservedFlash)
  }
}

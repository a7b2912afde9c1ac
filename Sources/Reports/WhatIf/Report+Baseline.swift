import Estimator

/// A baseline that has nothing to compare a report with.
public enum BaselineMismatch: Error, Hashable, Sendable {
  /// What the report is of, and what the baseline has instead.
  case nothingInCommon(model: String, profiles: [String], baseline: [String])
}

extension BaselineMismatch: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nothingInCommon(let model, let profiles, let baseline):
      "The baseline has nothing of \(VisibleText.of(model, limit: 120)) on "
        + "\(Self.list(profiles)): it has \(Self.list(baseline))."
    }
  }

  private static func list(_ names: [String]) -> String {
    if names.isEmpty { return "nothing" }
    let shown = names.prefix(3).map { VisibleText.of($0, limit: 120) }.joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }
}

extension Report {
  /// Says of each result what changed since a baseline: the third part of why it costs what it costs.
  ///
  /// - Parameter path: the model's, which tells its reports from those of other models in the file.
  public mutating func look(
    backAt baseline: BaselineReports, path: String?
  ) throws(BaselineMismatch) {
    let all = RecordedReport(self)
    for index in results.indices {
      let profile = results[index].estimate.profile.id
      guard let base = baseline.report(nearest: path, on: profile) else { continue }
      var head = all
      head.results = [all.results[index]]
      let diff = ReportDiff(from: base, to: head, version: version)
      if !diff.results.isEmpty { results[index].since = diff }
    }
    if results.contains(where: { $0.since != nil }) { return }
    throw .nothingInCommon(
      model: path ?? model.name, profiles: results.map(\.estimate.profile.id),
      baseline: baseline.entries.flatMap { entry in
        entry.report.results.map { result in
          (entry.path ?? entry.report.model.name) + " on " + result.profile
        }
      })
  }
}

extension BaselineReports {
  /// The base of a model on a profile where the path is not known for sure: the same path, else the
  /// only one with that file name, else that of the only model there is.
  public func report(nearest path: String?, on profile: String) -> RecordedReport? {
    if let path, let exact = report(of: path, on: profile) { return exact }
    let found = entries.filter { $0.report.result(on: profile) != nil }
    func name(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
    if let path {
      let same = found.filter { $0.path.map(name) == name(path) }
      if same.count == 1 { return same[0].report }
    }
    return Set(entries.map(\.path)).count == 1 ? found.first?.report : nil
  }
}

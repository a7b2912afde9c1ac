public import Estimator
import ModelFormats
public import ProfileFiles
public import Reports

/// Compares two sides: estimates what is a model, and estimates a base again whose profile or
/// program changed since its report was kept.
public struct ReportComparison: Sendable {
  public var profiles: ProfileSet
  /// Named by the caller; empty takes those of a report, or each device's default.
  public var named: [Profile] = []
  /// Nil is a report's, or the device's default.
  public var clock: Hertz?
  /// Nil is a report's, or nothing.
  public var reservedRAM: Int?
  public var reservedFlash: Int?
  public var budgets = BudgetSet()
  public var limits = RegressionSet()
  /// Told of each estimate before it is made, with the model's name: for those who watch.
  public var willEstimate: (@Sendable (String, Profile) -> Void)?

  /// With more profiles than this, a side is estimated without rows.
  static let profilesWithRows = 8

  public init(_ profiles: ProfileSet) { self.profiles = profiles }
}

/// Why two sides cannot be compared.
public enum ComparisonError: Error, Sendable {
  /// A report names a profile that is not here, and a model has to be estimated on it.
  case unknownProfile(String)
  case estimate(EstimateError, profile: Profile)
  /// A report, and a model that is said to be its own and is not.
  case otherModel(report: Report.Model, file: Report.Model)
  /// Reports without a profile in common.
  case nothingInCommon(base: [String], head: [String])
}

extension ComparisonError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownProfile(let id):
      "The report is of the profile '\(id.shortened)', which is not here. Name another with profile=."
    case .estimate(let error, let profile): "Profile '\(profile.id)': \(error.description)"
    case .otherModel(let report, let file):
      "The model that came with the report is not the one that the report is of: it has "
        + "\(Self.size(file)), the report \(Self.size(report))."
    case .nothingInCommon(let base, let head):
      "The reports have no profile in common: the base has \(Self.list(base)), the head "
        + "\(Self.list(head))."
    }
  }

  private static func size(_ model: Report.Model) -> String {
    "\(model.operationCount) \(model.operationCount == 1 ? "operation" : "operations"), "
      + "\(model.macs) MACs and \(model.weightBytes) bytes of weights"
  }

  private static func list(_ names: [String]) -> String {
    if names.isEmpty { return "none" }
    let shown = names.prefix(3).map { $0.shortened }.joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }
}

extension ReportComparison {
  public func diff(
    from base: ComparedSide, to head: ComparedSide
  ) throws(ComparisonError) -> ReportDiff {
    for side in [base, head] { try Self.check(side) }
    let new = try report(head, beside: base.report, budgets)
    let old = try report(base, beside: base.report ?? new, BudgetSet())
    if new.results.isEmpty || old.results.isEmpty
      || !new.results.contains(where: { old.result(on: $0.profile) != nil })
    {
      throw .nothingInCommon(
        base: old.results.map(\.profile), head: new.results.map(\.profile))
    }
    return ReportDiff(
      from: old, to: new, recorded: base.model != nil ? base.report : nil, limits: limits,
      version: OpmeterVersion.current)
  }

  /// A report and its model are of one network. The file may have been written anew meanwhile, as a
  /// graph is when it is embedded in JSON; what it is made of may not.
  private static func check(_ side: ComparedSide) throws(ComparisonError) {
    guard let report = side.report?.model, let model = side.model, report.sha256 != model.sha256
    else { return }
    let file = Report.Model(model.imported.graph, format: "")
    guard
      (report.operationCount, report.macs, report.weightBytes)
        == (file.operationCount, file.macs, file.weightBytes)
    else { throw .otherModel(report: report, file: file) }
  }

  /// Estimates that a comparison makes, at most.
  public func estimateCount(from base: ComparedSide, to head: ComparedSide) -> Int {
    let models = (base.model == nil ? 0 : 1) + (head.model == nil ? 0 : 1)
    if !named.isEmpty { return models * named.count }
    let kept = [base.report, head.report].compactMap { $0?.results.count }.max()
    return models * (kept ?? profiles.defaultProfiles.count)
  }

  /// The report of a side: estimated where there is a model, else the one that was kept.
  ///
  /// - Parameter other: gives profiles, clock and reserves where the caller names none.
  private func report(
    _ side: ComparedSide, beside other: RecordedReport?, _ budgets: BudgetSet
  ) throws(ComparisonError) -> RecordedReport {
    guard let model = side.model else {
      var report = side.report ?? Self.nothing
      if !named.isEmpty {
        report.results.removeAll { result in !named.contains { $0.id == result.profile } }
      }
      return report
    }
    let template = side.report ?? other
    let profiles = try chosen(template)
    var results: [Report.Result] = []
    let hasRows = profiles.count <= Self.profilesWithRows
    for profile in profiles {
      willEstimate?(model.imported.graph.name, profile)
      let kept = template?.result(on: profile.id)
      let options = EstimateOptions(
        detail: hasRows ? .ops : .summary,
        clock: clock ?? kept.map { Hertz(megahertz: $0.clockMegahertz) },
        reservedRAM: reservedRAM ?? kept?.reservedRAM ?? 0,
        reservedFlash: reservedFlash ?? kept?.reservedFlash ?? 0)
      let estimate: Estimate
      do {
        estimate = try Estimator.estimate(model.imported.graph, on: profile, options: options)
      } catch {
        throw .estimate(error, profile: profile)
      }
      results.append(
        Report.Result(
          estimate, budgets: budgets.evaluate(estimate, macs: model.imported.graph.macs)))
    }
    return RecordedReport(
      Report(
        version: OpmeterVersion.current, profilesDigest: self.profiles.digest,
        model: Report.Model(
          model.imported.graph, format: model.imported.format.rawValue, sha256: model.sha256),
        detail: hasRows ? .ops : .summary, results: results))
  }

  private func chosen(_ template: RecordedReport?) throws(ComparisonError) -> [Profile] {
    if !named.isEmpty { return named }
    guard let template else { return profiles.defaultProfiles }
    var chosen: [Profile] = []
    for result in template.results {
      guard let profile = profiles.profile(named: result.profile) else {
        throw .unknownProfile(result.profile)
      }
      chosen.append(profile)
    }
    return chosen
  }

  private static let nothing = RecordedReport(
    version: "", profilesDigest: "",
    model: Report.Model(
      name: "", format: "", sha256: nil, operationCount: 0, macs: 0, arithmeticOperations: 0,
      parameters: 0, weightBytes: 0), results: [])
}

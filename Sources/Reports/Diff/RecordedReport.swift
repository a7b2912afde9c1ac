public import Estimator

/// A report as its JSON carries it: what is compared, whether it was kept in a file or just made.
///
/// Numbers are those that a reader of the JSON gets, so that a report equals itself after it was
/// written and read.
public struct RecordedReport: Hashable, Sendable {
  /// One element of `budgets`.
  public struct Budget: Hashable, Sendable {
    public var metric: BudgetMetric
    public var level: BudgetLevel
    public var end: BudgetEnd
    public var limit: Double?
    public var value: Double?
    public var pass: Bool
    public var reason: String?
  }

  /// One element of `results`.
  public struct Result: Hashable, Sendable {
    public var profile: String
    public var device: String
    public var kernels: String
    public var digest: String
    public var clockMegahertz: Double
    /// Milliseconds.
    public var latency: Interval?
    /// Microjoules.
    public var energy: Interval?
    public var isComplete = true
    public var notCovered = 0
    public var activationPeakBytes: Int
    public var sram: Fit
    public var flash: Fit
    /// What the caller said that the rest of the firmware takes, in `sram` and `flash`.
    public var reservedRAM = 0
    public var reservedFlash = 0
    /// `nil` in a summary.
    public var rows: [Row]?
    public var budgets: [Budget] = []
    /// Where somebody asked why: the sentences.
    public var reasons: [String] = []
    /// Where it was made here: what a difference's narrower interval is taken from.
    public var estimate: Estimate?

    /// Whether every budget of level `fail` is kept.
    public var pass: Bool { budgets.allSatisfy { $0.pass || $0.level == .warn } }
  }

  public static let schema = "opmeter-estimate/1"

  public var version: String
  public var profilesDigest: String
  public var model: Report.Model
  public var results: [Result]

  public init(
    version: String, profilesDigest: String, model: Report.Model, results: [Result]
  ) {
    self.version = version
    self.profilesDigest = profilesDigest
    self.model = model
    self.results = results
  }

  public var pass: Bool { results.allSatisfy(\.pass) }

  /// The result on a profile.
  public func result(on profile: String) -> Result? { results.first { $0.profile == profile } }
}

extension RecordedReport {
  /// What `report` says when it is written.
  public init(_ report: Report) {
    var model = report.model
    model.notes = []
    let hasRows = report.detail != .summary
    self.init(
      version: report.version, profilesDigest: report.profilesDigest, model: model,
      results: report.results.map { Result($0, hasRows: hasRows) })
  }
}

extension RecordedReport.Result {
  init(_ result: Report.Result, hasRows: Bool) {
    let estimate = result.estimate
    profile = estimate.profile.id
    device = estimate.profile.device.id
    kernels = estimate.profile.library.id
    digest = estimate.profile.digest
    clockMegahertz = estimate.clock.megahertz.asReported
    latency = estimate.totals.latency?.asReported
    energy = estimate.totals.energy?.asReported
    isComplete = estimate.totals.isComplete
    notCovered = estimate.coverage.notCovered.count
    activationPeakBytes = estimate.memory.activationPeakBytes
    sram = estimate.ramFit
    flash = estimate.flashFit
    reservedRAM = max(0, estimate.ramFit.neededBytes - estimate.memory.allocateBytes)
    reservedFlash = max(0, estimate.flashFit.neededBytes - estimate.flash.totalBytes)
    rows = hasRows ? estimate.operations.map { RecordedReport.Row($0) } : nil
    budgets = result.budgets.map { RecordedReport.Budget($0) }
    reasons = result.reasons()
    self.estimate = hasRows ? estimate : nil
  }
}

extension RecordedReport.Budget {
  init(_ budget: BudgetResult) {
    func reported(_ value: Double?) -> Double? {
      value.map { budget.metric.isCount ? $0.rounded() : $0.asReported }
    }
    self.init(
      metric: budget.metric, level: budget.level, end: budget.end, limit: reported(budget.limit),
      value: reported(budget.value), pass: budget.pass, reason: budget.reason)
  }

  var slack: Double? {
    guard let limit, let value else { return nil }
    return metric.isCount ? limit - value : (limit - value).asReported
  }

  /// What holds, in one sentence: for kept budgets too.
  public var sentence: String {
    if !pass, let reason { return reason }
    let end = end == .high ? " at the interval's high end" : ""
    let kept =
      "\(metric.title) is \(metric.words(value))\(end), \(metric.words(slack)) "
      + (pass ? "below" : "past") + " the budget of \(metric.words(limit))."
    return reason.map { "\(kept) \($0)" } ?? kept
  }
}

extension Interval {
  /// As a reader of a report gets it.
  var asReported: Interval {
    Interval(value: value.asReported, low: low.asReported, high: high.asReported)
  }
}

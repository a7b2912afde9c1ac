public import Estimator

/// What changed between two reports of a model.
public struct ReportDiff: Hashable, Sendable {
  /// Where the base's figures come from, and so whether a difference is the model's.
  public enum Origin: String, Hashable, Sendable {
    /// Program and profile are the same on both sides.
    case comparable
    /// They changed; the base was estimated again from its model.
    case estimatedAgain = "estimated_again"
    /// They changed; the model is the same file, so the base is the head's figure.
    case sameModel = "same_model"
    /// They changed, and the base's model is not here: the difference is of both.
    case notComparable = "not_comparable"
  }

  /// A figure on both sides.
  public struct Metric: Hashable, Sendable {
    public enum Name: String, CaseIterable, Hashable, Sendable {
      case latency, energy, sram, flash
      case activationPeak = "activation_peak"
      case macs
      case weights
    }

    public var name: Name
    public var base: Double?
    public var head: Double?
    /// Head minus base with its 90 % interval, in the metric's unit.
    public var change: Interval?

    /// Of the base; `nil` where that is zero or unknown.
    public var fraction: Double? {
      guard let base, let change, base != 0 else { return nil }
      return change.value / base
    }
  }

  /// How a regression limit is kept.
  public struct Limit: Hashable, Sendable {
    public var limit: RegressionLimit
    /// In the metric's unit.
    public var allowed: Double?
    public var change: Double?
    public var pass: Bool
    public var reason: String?
  }

  /// An operation that is not as it was.
  public struct Operation: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
      case added, removed, changed, renamed
    }

    public let kind: Kind
    public let base: RecordedReport.Row?
    public let head: RecordedReport.Row?

    /// Head minus base, an absent side counting nothing; `nil` where a side is not known.
    public let latencyChange: Double?
    public let energyChange: Double?

    init(kind: Kind, base: RecordedReport.Row? = nil, head: RecordedReport.Row? = nil) {
      self.kind = kind
      self.base = base
      self.head = head
      latencyChange = Self.change(from: base, to: head) { $0.latency?.value }
      energyChange = Self.change(from: base, to: head) { $0.energy?.value }
    }

    private static func change(
      from base: RecordedReport.Row?, to head: RecordedReport.Row?,
      _ figure: (RecordedReport.Row) -> Double?
    ) -> Double? {
      var change = 0.0
      if let head {
        guard let value = figure(head) else { return nil }
        change = value
      }
      if let base {
        guard let value = figure(base) else { return nil }
        change -= value
      }
      return change.asReported
    }

    var row: RecordedReport.Row? { head ?? base }
  }

  /// One profile on both sides.
  public struct Result: Hashable, Sendable {
    public var profile: String
    public var baseDigest: String
    public var headDigest: String
    public var baseClockMegahertz: Double
    public var headClockMegahertz: Double
    public var origin: Origin
    /// What is not the model's doing, in sentences.
    public var notes: [String]
    public var metrics: [Metric]
    /// Dearest change first; `nil` where a side has no rows.
    public var operations: [Operation]?
    public var limits: [Limit]
    /// The head's.
    public var budgets: [RecordedReport.Budget]

    public var limitsPass: Bool { limits.allSatisfy { $0.pass || $0.limit.level == .warn } }
    public var budgetsPass: Bool { budgets.allSatisfy { $0.pass || $0.level == .warn } }

    public func metric(_ name: Metric.Name) -> Metric? { metrics.first { $0.name == name } }
  }

  /// Of the program that compares.
  public var version: String
  public var base: RecordedReport
  public var head: RecordedReport
  public var results: [Result]
  public var onlyInBase: [String]
  public var onlyInHead: [String]

  public var limitsPass: Bool { results.allSatisfy(\.limitsPass) }
  public var budgetsPass: Bool { results.allSatisfy(\.budgetsPass) }
  public var pass: Bool { limitsPass && budgetsPass }
}

extension ReportDiff {
  /// Compares two reports, profile by profile.
  ///
  /// - Parameters:
  ///   - recorded: the report that was kept of the base, where `base` was estimated again from the
  ///     base's model.
  ///   - limits: what a figure may grow by.
  public init(
    from base: RecordedReport, to head: RecordedReport, recorded: RecordedReport? = nil,
    limits: RegressionSet = RegressionSet(), version: String
  ) {
    let kept = recorded ?? base
    let isSameFile = kept.isOfSameModel(as: head)
    var results: [Result] = []
    for new in head.results {
      guard let old = base.result(on: new.profile) else { continue }
      let known = recorded?.result(on: new.profile) ?? old
      var comparison = Comparison(
        old: old, new: new, known: known, programs: (kept.version, head.version),
        models: (base.model, head.model))
      comparison.decide(isAgain: recorded != nil, isSameFile: isSameFile)
      results.append(comparison.result(limits))
    }
    self.init(
      version: version, base: base, head: head, results: results,
      onlyInBase: base.results.map(\.profile).filter { head.result(on: $0) == nil },
      onlyInHead: head.results.map(\.profile).filter { base.result(on: $0) == nil })
  }
}

extension RecordedReport {
  /// Whether both are of one file, read in the same way.
  fileprivate func isOfSameModel(as other: RecordedReport) -> Bool {
    guard let sha256 = model.sha256, sha256 == other.model.sha256 else { return false }
    return model.operationCount == other.model.operationCount && model.macs == other.model.macs
      && model.weightBytes == other.model.weightBytes
  }
}

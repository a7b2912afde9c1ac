import Estimator
public import JSON

/// What a repository asks of its models: the content of `opmeter.yaml` or `opmeter.json`.
public struct CheckFile: Hashable, Sendable {
  /// Settings that an inner level may replace, one by one.
  public struct Settings: Hashable, Sendable {
    /// By metric and level, as in `latency.warn`; a metric alone is its level `fail`.
    public var budgets: [String: String] = [:]
    public var regression: [String: String] = [:]
    /// By `sram` or `flash`.
    public var reserve: [String: String] = [:]
    public var budgetOn: String?
    public var clockMegahertz: Double?
    public var assumedType: String?
    public var inputShapes: [String] = []

    public init() {}

    /// These settings, and `outer`'s where these say nothing.
    func over(_ outer: Settings) -> Settings {
      var merged = self
      merged.budgets = outer.budgets.merging(budgets) { $1 }
      merged.regression = outer.regression.merging(regression) { $1 }
      merged.reserve = outer.reserve.merging(reserve) { $1 }
      merged.budgetOn = budgetOn ?? outer.budgetOn
      merged.clockMegahertz = clockMegahertz ?? outer.clockMegahertz
      merged.assumedType = assumedType ?? outer.assumedType
      merged.inputShapes = inputShapes.isEmpty ? outer.inputShapes : inputShapes
      return merged
    }
  }

  /// A profile by any of its names.
  public struct ProfileEntry: Hashable, Sendable {
    public var id: String
    public var settings: Settings
    /// Where it stands in the file.
    public var place: JSONPath

    public init(id: String, settings: Settings, place: JSONPath = .root) {
      self.id = id
      self.settings = settings
      self.place = place
    }
  }

  public struct ModelEntry: Hashable, Sendable {
    /// A path, or a shell's pattern (`**` is any depth of directories); relative to the file's
    /// directory.
    public var pattern: String
    /// Where it stands in the file.
    public var place = JSONPath.root
    public var settings = Settings()
    /// In place of the file's own.
    public var profiles: [ProfileEntry]?
  }

  /// A report to write.
  public struct Target: Hashable, Sendable {
    public var format: String
    public var path: String
  }

  public var settings = Settings()
  public var models: [ModelEntry] = []
  public var profiles: [ProfileEntry] = []
  /// Where the reports lie that growth is measured from.
  public var baseline: String?
  public var reports: [Target] = []

  /// The profiles on which a model is checked, each with all that applies to it.
  public func profiles(of model: ModelEntry) -> [ProfileEntry] {
    (model.profiles ?? profiles).map { entry in
      ProfileEntry(
        id: entry.id, settings: entry.settings.over(model.settings).over(settings),
        place: entry.place)
    }
  }
}

extension CheckFile.Settings {
  /// What `POST /estimate` is asked, beside the profile.
  public var query: [(String, String)] {
    var query: [(String, String)] = []
    for (name, value) in budgets.sorted(by: { $0.key < $1.key }) {
      query.append(("budget.\(name)", value))
    }
    for (name, value) in reserve.sorted(by: { $0.key < $1.key }) {
      query.append(("reserve.\(name)", value))
    }
    if let budgetOn { query.append(("budget.on", budgetOn)) }
    if let clockMegahertz { query.append(("clock_mhz", "\(clockMegahertz)")) }
    if let assumedType { query.append(("assume_dtype", assumedType)) }
    query += inputShapes.map { ("input_shape", $0) }
    return query
  }
}

/// What is wrong with a file, and where.
public struct CheckFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1; nil where no place is to blame.
  public var line: Int?
  public var column: Int?
  /// As `$.budgets.latency`.
  public var path: String?
  public var message: String

  public var description: String {
    let place = [line, column].compactMap { $0 }.map { "\($0):" }.joined()
    let path = path.map { "\($0): " } ?? ""
    return place + " " + path + message
  }
}

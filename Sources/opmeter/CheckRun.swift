import Checks
import Estimator
import JSON
import Reports
import Server

/// Who estimates for a check: this program, or a service. Both answer the same bytes.
enum Estimates {
  case here(LocalEstimates)
  case service(ServiceConnection)

  init(server: String?, _ profiles: ProfileOptions) throws {
    if let server {
      self = .service(try ServiceConnection(server))
    } else {
      self = .here(LocalEstimates(try profiles.load()))
    }
  }

  /// The report of a model on a profile, as JSON with rows.
  func report(
    _ model: [UInt8], on entry: CheckFile.ProfileEntry, path: String, why: Bool = false
  ) throws(CommandFailure) -> [UInt8] {
    var query =
      [("profile", entry.id), ("format", "json"), ("detail", "ops")] + entry.settings.query
    if why { query.append(("why", "true")) }
    switch self {
    case .service(let connection):
      return try connection.post("/estimate", query: query, model, about: path).body
    case .here(let estimates):
      let answer = estimates.estimate(query: HTTPClient.text(of: query), model)
      guard answer.status == 200 else {
        throw ServiceConnection.refusal(answer.body, about: path)
      }
      return answer.body
    }
  }
}

/// One model file of a check.
struct CheckedModel {
  /// As the configuration's directory sees it.
  var path: String
  var entry: CheckFile.ModelEntry
}

/// A configuration as it was read: what it says, and where.
struct CheckConfiguration {
  /// As messages name it.
  var name: String
  var file: CheckFile
  private let bytes: [UInt8]
  /// With a slash at the end, or empty: the paths in it count from there.
  private let prefix: String

  init(_ path: String) throws(CommandFailure) {
    name = path == "-" ? "standard input" : path
    prefix = path == "-" ? "" : path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    bytes = try readFile(path, limit: CheckFile.byteLimit)
    do {
      file = try CheckFile(bytes, knownFormats: CheckReport.Format.allCases.map(\.rawValue))
    } catch {
      throw .badInput("\(name):\(error)")
    }
  }

  func located(_ path: String) -> String { path.hasPrefix("/") ? path : prefix + path }

  /// A mistake that shows when the file's words are looked up.
  func failure(_ message: String, at place: JSONPath) -> CommandFailure {
    .badInput("\(name):\(CheckFile.failure(message, at: place, in: bytes))")
  }

  /// The files of every entry, each once, in the order of the file and sorted within a pattern.
  func models() throws(CommandFailure) -> [CheckedModel] {
    var models: [CheckedModel] = []
    var owners: [String: String] = [:]
    for entry in file.models {
      for path in try matches(entry) {
        if let owner = owners[path] {
          throw failure(
            "\(path) is checked twice, by '\(owner)' and '\(entry.pattern)'", at: entry.place)
        }
        owners[path] = entry.pattern
        models.append(CheckedModel(path: path, entry: entry))
      }
    }
    return models
  }

  private func matches(_ entry: CheckFile.ModelEntry) throws(CommandFailure) -> [String] {
    let pattern = entry.pattern
    guard pattern.contains(where: { "*?[".contains($0) }) else {
      guard fileExists(located(pattern)) else {
        throw failure("there is no file '\(located(pattern))'", at: entry.place)
      }
      return [pattern]
    }
    guard let paths = PathPattern(pattern).files(below: prefix) else {
      throw failure(
        "'\(pattern)' leads through more than \(PathPattern.entryLimit) files", at: entry.place)
    }
    guard !paths.isEmpty else { throw failure("no file matches '\(pattern)'", at: entry.place) }
    return paths
  }
}

/// Estimates every model of a configuration on its profiles and holds them against the baseline.
struct CheckRun {
  var configuration: CheckConfiguration
  var estimates: Estimates
  /// Whether reports say why they cost what they cost.
  var asksWhy = false
  /// A directory with the models as they were; nil takes the baseline's figures.
  var baseDirectory: String?
  /// Whether growth is what is being accepted.
  var acceptsGrowth = false
  var output = OutputOptions()

  private var file: CheckFile { configuration.file }

  func report() throws(CommandFailure) -> CheckReport {
    let models = try configuration.models()
    let (kept, state) = try baseline()
    let total = models.reduce(0) { $0 + file.profiles(of: $1.entry).count }
    let progress = output.progress(total: total)
    defer { progress.clear() }
    var items: [CheckReport.Item] = []
    for model in models {
      let bytes = try readFile(configuration.located(model.path))
      var seen: Set<String> = []
      for entry in file.profiles(of: model.entry) {
        progress.next("\(model.path) on \(entry.id)")
        var item = try item(model, bytes, entry)
        guard seen.insert(item.profile).inserted else {
          throw configuration.failure(
            "\(model.path) is checked twice on \(item.profile)", at: entry.place)
        }
        let recorded = kept?.report(of: model.path, on: item.profile)
        let again = try base(model, entry)
        if let base = again?.report ?? recorded {
          item.diff = ReportDiff(
            from: base, to: item.report, recorded: again == nil ? nil : recorded,
            limits: acceptsGrowth ? RegressionSet() : try limits(entry),
            version: OpmeterVersion.current)
        }
        items.append(item)
      }
    }
    var report = CheckReport(version: OpmeterVersion.current, items: items, baseline: state)
    report.gone = Self.gone(of: kept, from: items)
    return report
  }

  /// What the baseline has and nobody checks any more: a model, or a profile of one, each once.
  private static func gone(
    of kept: BaselineReports?, from items: [CheckReport.Item]
  ) -> [String] {
    var gone: [String] = []
    for entry in kept?.entries ?? [] {
      guard let path = entry.path else { continue }
      let checked = items.filter { $0.path == path }.map(\.profile)
      let names =
        checked.isEmpty
        ? [path]
        : entry.report.results.map(\.profile).filter { !checked.contains($0) }
          .map { "\(path) on \($0)" }
      gone += names.filter { !gone.contains($0) }
    }
    return gone
  }

  private func item(
    _ model: CheckedModel, _ bytes: [UInt8], _ entry: CheckFile.ProfileEntry
  ) throws(CommandFailure) -> CheckReport.Item {
    let path = model.path
    let json: [UInt8]
    do {
      json = try estimates.report(bytes, on: entry, path: path, why: asksWhy)
    } catch {
      // The configuration's words became parameters: those that are refused have a place in it.
      guard let parameter = error.parameter else { throw error }
      throw configuration.failure(
        error.message, at: parameter == "profile" ? entry.place : model.entry.place)
    }
    do { return try CheckReport.Item(path: path, json: json) } catch {
      throw .serverUnavailable("\(path): the answer cannot be read: \(error)")
    }
  }

  private func base(
    _ model: CheckedModel, _ entry: CheckFile.ProfileEntry
  ) throws(CommandFailure) -> CheckReport.Item? {
    guard let baseDirectory else { return nil }
    let file = "\(baseDirectory)/\(model.path)"
    guard fileExists(file) else { return nil }
    return try item(model, try readFile(file), entry)
  }

  private func limits(_ entry: CheckFile.ProfileEntry) throws(CommandFailure) -> RegressionSet {
    var limits = RegressionSet()
    for (name, value) in entry.settings.regression.sorted(by: { $0.key < $1.key }) {
      do { try limits.set(name, to: value) } catch { throw .badInput("\(error)") }
    }
    return limits
  }

  private func baseline() throws(CommandFailure) -> (BaselineReports?, CheckReport.Baseline) {
    guard let path = file.baseline else { return (nil, .none) }
    let place = configuration.located(path)
    guard fileExists(place) else {
      return (nil, baseDirectory == nil ? .missing(path: path) : .none)
    }
    let bytes = try readFile(place)
    do {
      return (try BaselineReports(document: bytes), .compared(path: path))
    } catch {
      throw .badInput("\(path): \(error)")
    }
  }
}
